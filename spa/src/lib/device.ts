/** What belongs to this browser and says nothing about who used it. */
const STAYS: ReadonlySet<string> = new Set(['nproxy.language', 'nproxy.enter-sends', 'nproxy.letters-off'])

/**
 * Takes everything of the customer off this device: drafts, settings, what was brought along. The theme is kept under
 * another name. Of caches there is only that of the app's own files, which are the same for everybody.
 */
export function clearDevice(): void {
  for (const storage of [localStorage, sessionStorage])
    for (const key of Object.keys(storage))
      if (key.startsWith('nproxy.') && !STAYS.has(key)) storage.removeItem(key)
}
