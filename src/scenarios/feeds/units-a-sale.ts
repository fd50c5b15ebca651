/** Units of a sale, each as likely as it stands here. */
export const UNITS_A_SALE = [1, 1, 1, 1, 1, 1, 2, 2, 3, 4]

export const MEAN_UNITS_A_SALE = UNITS_A_SALE.reduce((sum, units) => sum + units, 0) / UNITS_A_SALE.length
