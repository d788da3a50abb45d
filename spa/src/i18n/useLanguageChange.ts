import { useLingui } from '@lingui/react'

/** For a component whose words are made in plain functions: renders it again when the language changes. */
export function useLanguageChange(): void {
  useLingui()
}
