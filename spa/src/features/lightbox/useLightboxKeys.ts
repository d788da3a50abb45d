import { useEffect, useEffectEvent } from 'react'
import { lettersOff } from '~/lib/preference'

/** By the key's name: arrows as the browser says them, letters in lower case, `undo` for Ctrl+Z. */
export type LightboxKeys = Partial<
  Record<'ArrowLeft' | 'ArrowRight' | 'd' | 's' | 'i' | 'c' | 'undo', () => void>
>

/** The keys of an open picture. Letters can be switched off; what is typed into a field is never a command. */
export function useLightboxKeys(keys: LightboxKeys): void {
  const press = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing || event.altKey || isField(event.target)) return
    const letter = letterOf(event)
    if (event.ctrlKey || event.metaKey) {
      if (letter === 'z' && !event.shiftKey && keys.undo !== undefined) {
        event.preventDefault()
        keys.undo()
      }
      return
    }
    // With Shift the arrows move an enlarged picture.
    if (event.shiftKey) return
    if (event.key === 'ArrowLeft' || event.key === 'ArrowRight') return keys[event.key]?.()
    if (event.repeat || lettersOff.get()) return
    if (letter === 'd' || letter === 's' || letter === 'i' || letter === 'c') keys[letter]?.()
  })
  useEffect(() => {
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [])
}

/** Where the keyboard writes other letters it is the key in the same place. */
function letterOf({ key, code }: KeyboardEvent): string {
  if (/^[a-z]$/i.test(key)) return key.toLowerCase()
  return code.startsWith('Key') ? code.slice(3).toLowerCase() : ''
}

function isField(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('textarea, select, input:not([type="checkbox"])')
}
