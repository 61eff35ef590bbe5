namespace Payments;

/// <summary>Where a payment stands. What a provider says in words that nobody here knows is <see cref="Unknown"/>, with the raw text kept beside it.</summary>
public enum PaymentStatus
{
    /// <summary>The provider's status is not known here; see <see cref="Payment.ProviderStatus"/>.</summary>
    Unknown,

    /// <summary>Waiting for something outside: a deposit, a voucher paid at a shop, a confirmation on a chain.</summary>
    Pending,

    /// <summary>Unpaid: the payer has to act on a page, in an app or at a device; see <see cref="Payment.NextAction"/>.</summary>
    RequiresAction,

    /// <summary>The payer agreed, no money is held: <see cref="IPaymentProvider.ConfirmPaymentAsync"/> must follow.</summary>
    RequiresConfirmation,

    /// <summary>Funds are held and nothing else: capture or cancel.</summary>
    Authorized,

    /// <summary>The provider or a bank works on it; the outcome comes later.</summary>
    Processing,

    /// <summary>The money was taken.</summary>
    Completed,

    /// <summary>The money was taken and a part of it was given back.</summary>
    PartiallyRefunded,

    /// <summary>The money was taken and all of it was given back.</summary>
    Refunded,

    /// <summary>Ended by the payer or the merchant before money was taken; a hold was released.</summary>
    Cancelled,

    /// <summary>Ended by time before money was taken. A late crypto payment can still revive it.</summary>
    Expired,

    /// <summary>The last attempt was declined or failed; see <see cref="Payment.Error"/>. Some providers let the payer try again.</summary>
    Failed,

    /// <summary>The payer disputes the charge and the dispute is open or lost.</summary>
    Disputed,
}

/// <summary>What <see cref="PaymentStatus"/> implies.</summary>
public static class PaymentStatusExtensions
{
    /// <summary>Whether money was taken, whatever happened to it afterwards.</summary>
    /// <param name="status">The status.</param>
    /// <returns>True for completed, partly or wholly refunded, and disputed.</returns>
    public static bool IsPaid(this PaymentStatus status) =>
        status is PaymentStatus.Completed or PaymentStatus.PartiallyRefunded or PaymentStatus.Refunded or PaymentStatus.Disputed;

    /// <summary>Whether the attempt has reached an outcome: paid, cancelled, expired or failed. Refunds and disputes may still follow.</summary>
    /// <param name="status">The status.</param>
    /// <returns>True when there is an outcome.</returns>
    public static bool IsFinal(this PaymentStatus status) =>
        status.IsPaid() || status is PaymentStatus.Cancelled or PaymentStatus.Expired or PaymentStatus.Failed;
}
