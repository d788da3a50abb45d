import { site } from '~/lib/site'
import classes from './Mark.module.css'

/** The sign and the name: those of the brand. */
export function Mark() {
  return (
    <span className={classes.mark}>
      {site.logo_url === undefined ? <Sign /> : <img src={site.logo_url} alt="" height={24} />}
      {site.name}
    </span>
  )
}

function Sign() {
  return (
    <svg width="24" height="24" viewBox="0 0 32 32" aria-hidden>
      <rect width="32" height="32" rx="8" fill="var(--mantine-color-ink-6)" />
      <path d="M6 22l7-9 5 6 3-4 5 7z" fill="#fff" />
      <circle cx="21.5" cy="10.5" r="2.5" fill="#fff" />
    </svg>
  )
}
