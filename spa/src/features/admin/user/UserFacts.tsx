import { Trans, useLingui } from '@lingui/react/macro'
import { Fact } from '~/ui/Fact'
import { Card } from '../file/Card'
import { CopyId } from '../file/CopyId'
import { Facts } from '../file/Facts'
import { Moment } from '../file/Moment'
import type { UserFile } from '../file/types'

const LANGUAGES = { en: 'English', ru: 'Русский' }

export function UserFacts({ file }: { file: UserFile }) {
  const { t } = useLingui()
  const { user, suspended_at, suspended_reason, delete_after, terms_version, second_factor } = file
  return (
    <Card title={t`Account`}>
      <Facts>
        <Fact term={t`Id`}>
          <CopyId id={user.id} whole />
        </Fact>
        <Fact term={t`Address`}>{user.email}</Fact>
        <Fact term={t`Role`}>{user.role === 'admin' ? t`Admin` : t`Customer`}</Fact>
        {suspended_at !== undefined && (
          <Fact term={t`Suspended`}>
            <Moment at={suspended_at} exact />
            {suspended_reason !== undefined && <>: {suspended_reason}</>}
          </Fact>
        )}
        {delete_after !== undefined && (
          <Fact term={t`Deleted for good`}>
            <Moment at={delete_after} />
          </Fact>
        )}
        <Fact term={t`Joined`}>
          <Moment at={user.created_at} exact />
        </Fact>
        <Fact term={t`Last seen`}>
          {user.last_seen_at === undefined ? <Trans>never</Trans> : <Moment at={user.last_seen_at} />}
        </Fact>
        <Fact term={t`Language`}>{LANGUAGES[user.language]}</Fact>
        <Fact term={t`Terms`}>
          {terms_version === undefined ? <Trans>not on record</Trans> : t`version ${terms_version}`}
        </Fact>
        <Fact term={t`Second factor`}>{second_factor ? <Trans>set up</Trans> : <Trans>none</Trans>}</Fact>
      </Facts>
    </Card>
  )
}
