import { site } from './site'
import { create } from './store'

const RELOADED_KEY = 'nproxy.reloaded'

/** The server has a newer front end than this page is. */
export const newVersion = create(false)

/** From the header `nproxy-build` of any answer. */
export function noteServerBuild(build: string | null): void {
  if (build !== null && build !== '' && site.build !== '' && build !== site.build) newVersion.set(true)
}

/** After an update the old page asks for files that are gone. */
export function isStaleBuild(error: unknown): boolean {
  return (
    error instanceof Error && /dynamically imported module|module script|preload CSS/i.test(error.message)
  )
}

/**
 * Brings the new files, once in the life of this tab: where that didn't help, the customer is told instead of being
 * reloaded for ever. Drafts are written as they are typed, so nothing has to be saved first. While the server is away
 * the page stays as it is: a reload would lose it.
 */
export async function reloadOnce(reload: () => void = () => location.reload()): Promise<void> {
  if (!(await isServerThere())) return
  if (!raiseFlag()) newVersion.set(true)
  else reload()
}

async function isServerThere(): Promise<boolean> {
  try {
    return (await globalThis.fetch(`${location.origin}/healthz`, { cache: 'no-store' })).ok
  } catch {
    return false
  }
}

/** False where it was up already, or where nothing can be kept. */
function raiseFlag(): boolean {
  try {
    if (sessionStorage.getItem(RELOADED_KEY) !== null) return false
    sessionStorage.setItem(RELOADED_KEY, '1')
    return true
  } catch {
    return false
  }
}
