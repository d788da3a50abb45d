import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { noticeQuery } from '~/api/queries'
import { formatZoned } from '~/lib/format'
import { Notice } from '~/ui/Notice'
import classes from './ServiceNotice.module.css'

/** What was switched off for everybody, in the admins' own words where they said some. */
export function ServiceNotice() {
  const { t } = useLingui()
  const notice = useQuery(noticeQuery).data
  if (notice === undefined || !(notice.read_only || notice.generation_paused)) return null
  const until = notice.until === undefined ? null : formatZoned(notice.until)
  return (
    <div className={classes.notice}>
      <Notice tone="warn" role="status">
        <p>
          {notice.read_only
            ? t`Maintenance: what you have is here, but nothing can be made or changed right now.`
            : t`New pictures are paused right now. What is under way goes on.`}
        </p>
        {notice.text !== undefined && <p>{notice.text}</p>}
        {until !== null && <p className={classes.until}>{t`We expect to be back by ${until}.`}</p>}
      </Notice>
    </div>
  )
}
