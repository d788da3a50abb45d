/**
 * The admins' rights, as the rest of the section uses them:
 * - `useAdminAct(act, { onSuccess })`: a mutation. Where the server answers `fresh_sign_in_needed` (or wants the second
 *   factor), one shared dialog asks for it and the act is repeated; turned away, it fails with that refusal.
 * - `withAccess(act)`: the same for a query or any other promise.
 * - `accessPending()`: whether that dialog is open; a dialog beneath it must not close by the same Escape.
 */
export { useAdminAct, withAccess } from './withAccess'
export { accessPending } from './gate'
