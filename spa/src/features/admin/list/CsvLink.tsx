import { Trans, useLingui } from '@lingui/react/macro'
import { Download } from 'lucide-react'
import type { MouseEvent } from 'react'
import { useDownload } from '../acts/useDownload'
import filters from './Filters.module.css'
import classes from './ListView.module.css'

/** A file has all rows, in one order. */
const OF_THE_PAGE = ['sort', 'cursor', 'limit']

interface Props {
  path: string
  query: Record<string, string>
}

/** What the filter finds as a file. The server streams it and puts it on record. */
export function CsvLink({ path, query }: Props) {
  const { t } = useLingui()
  const filter = Object.entries(query).filter(([name]) => !OF_THE_PAGE.includes(name))
  const words = new URLSearchParams(filter).toString()
  const href = words === '' ? path : `${path}?${words}`
  const { download } = useDownload()
  const press = (event: MouseEvent) => {
    event.preventDefault()
    download(href)
  }
  return (
    <a
      className={`${filters.chip} ${classes.csv}`}
      href={href}
      download
      onClick={press}
      title={t`All that the filter finds, at most 100,000 rows, times in UTC. It goes on record.`}
    >
      <Download size={14} aria-hidden />
      <Trans>CSV</Trans>
    </a>
  )
}
