import { redirect, type ParsedLocation } from '@tanstack/react-router'

export type LinkPage = '/verify' | '/reset' | '/confirm-email' | '/undo-email' | '/keep-account'

const keyOf = (page: string) => `nproxy.link.${page}`

/** For a browser without a storage: lives as long as the page. */
const held = new Map<string, string>()

/**
 * The token of a link from a mail. It comes in the fragment, which no server sees, and leaves the address bar at
 * once, so that it stays in no history; a reload of this tab still finds it.
 */
export function takeToken({ location }: { location: ParsedLocation }): { token: string } {
  const page = location.pathname as LinkPage
  if (location.hash !== '') {
    keep(page, location.hash)
    redirect({ to: page, hash: '', replace: true, throw: true })
  }
  return { token: kept(page) }
}

function keep(page: LinkPage, token: string): void {
  held.set(page, token)
  try {
    sessionStorage.setItem(keyOf(page), token)
  } catch {
    return
  }
}

function kept(page: LinkPage): string {
  try {
    return sessionStorage.getItem(keyOf(page)) ?? ''
  } catch {
    return held.get(page) ?? ''
  }
}
