import type { SeededBug } from '../seeded-bug.ts'
import { ackBeforeDurable } from './ack-before-durable.ts'
import { agendaForgotten } from './agenda-forgotten.ts'
import { breakerNeverCloses } from './breaker-never-closes.ts'
import { cacheGoesBack } from './cache-goes-back.ts'
import { cacheKeepsFirstValidity } from './cache-keeps-first-validity.ts'
import { cacheMissesWrites } from './cache-misses-writes.ts'
import { cartCountedTwice } from './cart-counted-twice.ts'
import { causeMissing } from './cause-missing.ts'
import { centsLost } from './cents-lost.ts'
import { changeWithoutUpdate } from './change-without-update.ts'
import { checkpointBehind } from './checkpoint-behind.ts'
import { checkpointTorn } from './checkpoint-torn.ts'
import { competitorsForgotten } from './competitors-forgotten.ts'
import { costComesEarly } from './cost-comes-early.ts'
import { deadLetterShortened } from './dead-letter-shortened.ts'
import { deadLetterSwallowed } from './dead-letter-swallowed.ts'
import { dealNotGuarded } from './deal-not-guarded.ts'
import { dedupeMissed } from './dedupe-missed.ts'
import { dedupeNotCheckpointed } from './dedupe-not-checkpointed.ts'
import { dedupeWindowOffByALittle } from './dedupe-window-off-by-a-little.ts'
import { dedupeWindowShort } from './dedupe-window-short.ts'
import { discountRoundedUp } from './discount-rounded-up.ts'
import { fallAccepted } from './fall-accepted.ts'
import { floorRoundedDown } from './floor-rounded-down.ts'
import { foldedEventDropped } from './folded-event-dropped.ts'
import { generatorCountsShort } from './generator-counts-short.ts'
import { generatorSendsLess } from './generator-sends-less.ts'
import { guardOffByOne } from './guard-off-by-one.ts'
import { handedOverUncounted } from './handed-over-uncounted.ts'
import { hiddenState } from './hidden-state.ts'
import { lastRecordLeft } from './last-record-left.ts'
import { lateCostWins } from './late-cost-wins.ts'
import { lateCountWins } from './late-count-wins.ts'
import { leaseBeforeRefill } from './lease-before-refill.ts'
import { leaseIgnored } from './lease-ignored.ts'
import { leaseNeverRenewed } from './lease-never-renewed.ts'
import { leaseRenewedByTimer } from './lease-renewed-by-timer.ts'
import { leaseTooLong } from './lease-too-long.ts'
import { logisticsIgnored } from './logistics-ignored.ts'
import { lossUnnoticed } from './loss-unnoticed.ts'
import { offsetCommittedEarly } from './offset-committed-early.ts'
import { oldCostUsed } from './old-cost-used.ts'
import { olderLeaseTrusted } from './older-lease-trusted.ts'
import { orderOfArrivalDecides } from './order-of-arrival-decides.ts'
import { orderRecordMiscounts } from './order-record-miscounts.ts'
import { otherStoresForgotten } from './other-stores-forgotten.ts'
import { outputsDoubled } from './outputs-doubled.ts'
import { outputsLost } from './outputs-lost.ts'
import { overrideIgnored } from './override-ignored.ts'
import { overrideOutlivesItsEnd } from './override-outlives-its-end.ts'
import { promoFreeGuessed } from './promo-free-guessed.ts'
import { promotionOutlivesInCache } from './promotion-outlives-in-cache.ts'
import { promotionOutlivesItsEnd } from './promotion-outlives-its-end.ts'
import { quarantinedSilently } from './quarantined-silently.ts'
import { reservationDoubled } from './reservation-doubled.ts'
import { returnLosesAUnit } from './return-loses-a-unit.ts'
import { reviewAlwaysAccepts } from './review-always-accepts.ts'
import { reviewRefused } from './review-refused.ts'
import { rulesForgotten } from './rules-forgotten.ts'
import { scopeIgnored } from './scope-ignored.ts'
import { slipAccepted } from './slip-accepted.ts'
import { stockMiscounted } from './stock-miscounted.ts'
import { storeCountedTwice } from './store-counted-twice.ts'
import { storeMissesWrites } from './store-misses-writes.ts'
import { storePostdates } from './store-postdates.ts'
import { storeStuck } from './store-stuck.ts'
import { taxIgnored } from './tax-ignored.ts'
import { unavailableWithoutNeed } from './unavailable-without-need.ts'
import { updateLies } from './update-lies.ts'
import { updateWithoutChange } from './update-without-change.ts'
import { validityIgnored } from './validity-ignored.ts'
import { versionFalls } from './version-falls.ts'
import { versionSkipped } from './version-skipped.ts'
import { versionsForgotten } from './versions-forgotten.ts'
import { waitingCostsForgotten } from './waiting-costs-forgotten.ts'
import { writeOffIgnored } from './write-off-ignored.ts'
import { wrongCostStamped } from './wrong-cost-stamped.ts'
import { zombieNotFenced } from './zombie-not-fenced.ts'

/** Mistakes that the checks must find, each by the one invariant named for it; in the order of the invariants. */
export const SEEDED_BUGS: Readonly<Record<string, SeededBug>> = {
  'ack-before-durable': ackBeforeDurable,
  'agenda-forgotten': agendaForgotten,
  'cause-missing': causeMissing,
  'checkpoint-behind': checkpointBehind,
  'dead-letter-shortened': deadLetterShortened,
  'dead-letter-swallowed': deadLetterSwallowed,
  'folded-event-dropped': foldedEventDropped,
  'handed-over-uncounted': handedOverUncounted,
  'offset-committed-early': offsetCommittedEarly,
  'order-record-miscounts': orderRecordMiscounts,
  'outputs-lost': outputsLost,
  'quarantined-silently': quarantinedSilently,
  'cart-counted-twice': cartCountedTwice,
  'checkpoint-torn': checkpointTorn,
  'dedupe-missed': dedupeMissed,
  'dedupe-not-checkpointed': dedupeNotCheckpointed,
  'dedupe-window-off-by-a-little': dedupeWindowOffByALittle,
  'dedupe-window-short': dedupeWindowShort,
  'outputs-doubled': outputsDoubled,
  'store-counted-twice': storeCountedTwice,
  'zombie-not-fenced': zombieNotFenced,
  'late-count-wins': lateCountWins,
  'reservation-doubled': reservationDoubled,
  'return-loses-a-unit': returnLosesAUnit,
  'stock-miscounted': stockMiscounted,
  'write-off-ignored': writeOffIgnored,
  'deal-not-guarded': dealNotGuarded,
  'floor-rounded-down': floorRoundedDown,
  'guard-off-by-one': guardOffByOne,
  'logistics-ignored': logisticsIgnored,
  'old-cost-used': oldCostUsed,
  'other-stores-forgotten': otherStoresForgotten,
  'tax-ignored': taxIgnored,
  'change-without-update': changeWithoutUpdate,
  'cost-comes-early': costComesEarly,
  'fall-accepted': fallAccepted,
  'late-cost-wins': lateCostWins,
  'review-always-accepts': reviewAlwaysAccepts,
  'review-refused': reviewRefused,
  'slip-accepted': slipAccepted,
  'update-lies': updateLies,
  'update-without-change': updateWithoutChange,
  'waiting-costs-forgotten': waitingCostsForgotten,
  'wrong-cost-stamped': wrongCostStamped,
  'override-ignored': overrideIgnored,
  'override-outlives-its-end': overrideOutlivesItsEnd,
  'promotion-outlives-in-cache': promotionOutlivesInCache,
  'promotion-outlives-its-end': promotionOutlivesItsEnd,
  'scope-ignored': scopeIgnored,
  'cents-lost': centsLost,
  'lease-ignored': leaseIgnored,
  'lease-renewed-by-timer': leaseRenewedByTimer,
  'lease-too-long': leaseTooLong,
  'store-postdates': storePostdates,
  'validity-ignored': validityIgnored,
  'promo-free-guessed': promoFreeGuessed,
  'store-stuck': storeStuck,
  'unavailable-without-need': unavailableWithoutNeed,
  'cache-goes-back': cacheGoesBack,
  'lease-before-refill': leaseBeforeRefill,
  'loss-unnoticed': lossUnnoticed,
  'older-lease-trusted': olderLeaseTrusted,
  'version-falls': versionFalls,
  'version-skipped': versionSkipped,
  'versions-forgotten': versionsForgotten,
  'cache-keeps-first-validity': cacheKeepsFirstValidity,
  'cache-misses-writes': cacheMissesWrites,
  'store-misses-writes': storeMissesWrites,
  'competitors-forgotten': competitorsForgotten,
  'discount-rounded-up': discountRoundedUp,
  'hidden-state': hiddenState,
  'order-of-arrival-decides': orderOfArrivalDecides,
  'rules-forgotten': rulesForgotten,
  'breaker-never-closes': breakerNeverCloses,
  'last-record-left': lastRecordLeft,
  'lease-never-renewed': leaseNeverRenewed,
  'generator-counts-short': generatorCountsShort,
  'generator-sends-less': generatorSendsLess,
}
