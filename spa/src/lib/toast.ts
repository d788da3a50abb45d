import { t } from '@lingui/core/macro'
import { create } from './store'

/** True from the first toast on: until then nobody needs the code that shows them. */
export const toastsWanted = create(false)

/** How long a deed can be taken back. */
export const UNDO_MS = 10_000

export async function toast(message: string, color: 'red' | 'yellow'): Promise<void> {
  const { notifications } = await wanted()
  notifications.show({ message, color, closeButtonProps: closeButton() })
}

export interface Undoable {
  message: string
  /** Takes the deed back. */
  undo: () => void
  /** It was done from the keyboard: what was under the focus is gone, and Undo gets it. */
  byKeyboard: boolean
}

/** Says what was done and offers to take it back, for ten seconds or as long as it is pointed at or has the focus. */
export async function toastUndo({ message, undo, byKeyboard }: Undoable): Promise<void> {
  const [{ notifications }, { actMessage }] = await Promise.all([wanted(), import('./toastMessages')])
  const id = notifications.show({
    message: actMessage({
      message,
      act: t`Undo`,
      focus: byKeyboard,
      onAct: () => {
        notifications.hide(id)
        undo()
      },
    }),
    autoClose: UNDO_MS,
    closeButtonProps: closeButton(),
  })
}

/** Stays until it is taken up or sent away. Drafts are written as they are typed, so a reload loses none. */
export async function toastNewVersion(): Promise<void> {
  const [{ notifications }, { actMessage }] = await Promise.all([wanted(), import('./toastMessages')])
  notifications.show({
    id: 'new-version',
    message: actMessage({
      message: t`A new version is here. What you wrote is kept.`,
      act: t`Reload`,
      focus: false,
      onAct: () => location.reload(),
    }),
    autoClose: false,
    closeButtonProps: closeButton(),
  })
}

/** A press of Enter or Space is a click without a pointer. */
export function byKeyboard(event: { detail: number }): boolean {
  return event.detail === 0
}

function wanted() {
  toastsWanted.set(true)
  return import('@mantine/notifications')
}

function closeButton() {
  return { 'aria-label': t`Close` }
}
