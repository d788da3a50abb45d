import { createContext, type ReactNode } from 'react'

/** What is to be read before the page: it stands under the heading. */
export const PageNotice = createContext<ReactNode>(null)
