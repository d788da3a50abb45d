import { Trans, useLingui } from '@lingui/react/macro'
import { Fact } from '~/ui/Fact'
import { Facts } from '../file/Facts'
import { Moment } from '../file/Moment'
import { AdminLink } from '../shell/AdminLink'
import type { AuditLine } from './audit'
import classes from './AuditChange.module.css'
import { changesOf } from './change'

/** A line of the audit, opened: what was before, what is now, and where it came from. */
export function AuditChange({ line }: { line: AuditLine }) {
  const { t } = useLingui()
  const changes = changesOf(line.before, line.after)
  return (
    <div className={classes.line}>
      {changes.length === 0 ? (
        <p>
          <Trans>Nothing was kept of what it changed.</Trans>
        </p>
      ) : (
        <table className={classes.changes}>
          <thead>
            <tr>
              <th scope="col">{t`Field`}</th>
              <th scope="col">{t`Before`}</th>
              <th scope="col">{t`After`}</th>
            </tr>
          </thead>
          <tbody>
            {changes.map(({ name, before, after }) => (
              <tr key={name}>
                <th scope="row">{name === '' ? t`Value` : name}</th>
                <td>{before === '' ? '–' : before}</td>
                <td>{after === '' ? '–' : after}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <Facts>
        <Fact term={t`When`}>
          <Moment at={line.at} exact />
        </Fact>
        {line.reason !== undefined && <Fact term={t`Reason`}>{line.reason}</Fact>}
        <Fact term={t`About`}>
          <AdminLink to={`/admin/audit?subject=${encodeURIComponent(line.subject)}`}>
            {line.subject}
          </AdminLink>
        </Fact>
        {line.request_id !== undefined && (
          <Fact term={t`Request id`}>
            <AdminLink to={`/admin/audit?request_id=${encodeURIComponent(line.request_id)}`}>
              {line.request_id}
            </AdminLink>
          </Fact>
        )}
      </Facts>
    </div>
  )
}
