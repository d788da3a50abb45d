/** What the operator decided about this site. The server writes it into the page. */
export interface Site {
  /** The name of the brand. */
  name: string
  /** The address of the brand's own mark; absent: ours. */
  logo_url?: string
  /** Who may make an account. */
  signup: 'open' | 'invite' | 'closed'
  /** Of the terms that are accepted at sign-up; absent: there are none. */
  terms_version?: string
  /** Whether there is a page about privacy. */
  privacy: boolean
  /** An e-mail address or a link. */
  support?: string
  /** Of the front end that the server has: another one than this page's is a new version. */
  build: string
}

const UNTOLD: Site = { name: 'nproxy', signup: 'open', privacy: false, build: '' }

function read(): Site {
  const said = document.querySelector<HTMLMetaElement>('meta[name="nproxy-site"]')?.content
  // Without a server (`npm run dev`) the mark of the build is still there.
  return said?.startsWith('{') ? { ...UNTOLD, ...(JSON.parse(said) as Partial<Site>) } : UNTOLD
}

export const site: Site = read()
