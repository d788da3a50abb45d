export type Shortcut = 'search' | 'new' | 'help'

type KeyPress = Pick<
  KeyboardEvent,
  'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey' | 'isComposing'
>

/** Ctrl/Cmd+K, Ctrl/Cmd+Shift+O and Ctrl/Cmd+/, by what is printed on the key, also where that is Cyrillic. */
export function shortcutOf(press: KeyPress): Shortcut | null {
  if (!(press.ctrlKey || press.metaKey) || press.altKey || press.isComposing) return null
  const letter = latin(press)
  if (letter === 'k' && !press.shiftKey) return 'search'
  if (letter === 'o' && press.shiftKey) return 'new'
  return isSlash(press) ? 'help' : null
}

/** A layout without Latin letters has them in their usual places. */
function latin({ key, code }: KeyPress): string {
  const isForeign = key.length === 1 && key.charCodeAt(0) > 127
  return isForeign && code.startsWith('Key') ? code.slice(3).toLowerCase() : key.toLowerCase()
}

/** By its place alone it would be Ctrl+minus in some layouts, which makes the page smaller. */
function isSlash({ key, code }: KeyPress): boolean {
  return key === '/' || (code === 'Slash' && key === '.')
}
