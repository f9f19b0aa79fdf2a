let progress = 0;

/** How much of what came while the device was away has been delivered, 0 to 100. */
export const OfflineMessageHandler = {
  getOfflineDeliveryProgress: (): number => progress,
  setOfflineDeliveryProgress: (percent: number): void => {
    progress = percent;
  },
};
