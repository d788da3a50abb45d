import { create } from '~/lib/store'

/** Whether the sheet of shortcuts is open: by its key, or from the account menu. */
export const shortcutSheet = create(false)
