import { Title } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { useDocumentTitle } from '~/lib/useDocumentTitle'
import { Activity } from './Activity'
import classes from './HomePage.module.css'
import { Payments } from './Payments'
import { PlanSummary } from './PlanSummary'
import { RecentPictures } from './RecentPictures'

/** Where everything stands: the plan, the newest pictures, what runs, what was paid. Each part loads by itself. */
export function HomePage() {
  const { t } = useLingui()
  useDocumentTitle(t`Home`)
  return (
    <main className={classes.page}>
      <div className={classes.column}>
        <Title order={1} className={classes.title}>
          <Trans>Home</Trans>
        </Title>
        <PlanSummary />
        <RecentPictures />
        <div className={classes.pair}>
          <Activity />
          <Payments />
        </div>
      </div>
    </main>
  )
}
