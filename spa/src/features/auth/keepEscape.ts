import { sessionGate } from '~/api/sessionGate'

/**
 * Escape is for the uppermost dialog. One that stands beneath the sign-in listens to the whole window as well, and
 * would close with what was typed in it. Called before any page is drawn, as the first to listen hears first; a second
 * call changes nothing.
 */
export function keepEscape(): void {
  window.addEventListener('keydown', swallow, { capture: true })
}

function swallow(event: KeyboardEvent): void {
  if (event.key === 'Escape' && sessionGate.isClosed()) event.stopImmediatePropagation()
}
