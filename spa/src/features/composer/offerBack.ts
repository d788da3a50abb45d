import { t } from '@lingui/core/macro'
import { toastUndo } from '~/lib/toast'

/** Says that the box held something else, and how to have it back. */
export function offerBack(undo: (() => void) | null): void {
  if (undo !== null)
    void toastUndo({ message: t`What you had written was replaced.`, undo, byKeyboard: false })
}
