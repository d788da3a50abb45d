import type { ReactNode } from 'react'

/** What only the server knows, in its own words: they are English on a page of any language, and read out as such. */
export function English({ children = '–' }: { children?: ReactNode }) {
  return <span lang="en">{children}</span>
}
