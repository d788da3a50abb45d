import { Trans, useLingui } from '@lingui/react/macro'
import { CodeForm } from './CodeForm'
import { Door } from './Door'
import classes from './Door.module.css'

/** Where a session that has not shown the second factor yet arrives; the page it was for opens behind it. */
export function CodePage() {
  const { t } = useLingui()
  return (
    <Door title={t`Give your second factor`}>
      <p className={classes.text}>
        <Trans>The administration asks for it once per session.</Trans>
      </p>
      <CodeForm />
    </Door>
  )
}
