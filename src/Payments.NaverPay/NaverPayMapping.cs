using Payments.Http;

namespace Payments.NaverPay;

/// <summary>Naver Pay's words in ours, as data. A word that is not here is unknown, never an exception. Naver Pay varies their case.</summary>
internal static class NaverPayMapping
{
    /// <summary>What a movement is.</summary>
    internal static readonly WordTable<NaverPayMovementKind> Movements = new(StringComparer.OrdinalIgnoreCase)
    {
        ["01"] = NaverPayMovementKind.Approval,
        ["03"] = NaverPayMovementKind.Refund,
        ["04"] = NaverPayMovementKind.Refund,
    };

    /// <summary>How a movement ended.</summary>
    internal static readonly WordTable<MovementState> States = new(StringComparer.OrdinalIgnoreCase)
    {
        ["SUCCESS"] = MovementState.Succeeded,
        ["FAIL"] = MovementState.Failed,
    };

    /// <summary>The means that paid the main part. Without one, points or gift cards paid it all.</summary>
    internal static readonly WordTable<PaymentMethod> Means = new(StringComparer.OrdinalIgnoreCase)
    {
        ["CARD"] = PaymentMethod.Card,
        ["BANK"] = PaymentMethod.BankTransfer,
    };

    /// <summary>What a return says that brought no payment: a hint, since anybody can open the address.</summary>
    internal static readonly WordTable<PaymentErrorCode> Returns = new(StringComparer.OrdinalIgnoreCase)
    {
        ["userCancel"] = PaymentErrorCode.PayerCancelled,
        ["OwnerAuthFail"] = PaymentErrorCode.NotPermitted,
        ["paymentTimeExpire"] = PaymentErrorCode.Expired,
        ["minAmountUnder"] = PaymentErrorCode.AmountTooSmall,
    };

    /// <summary>What <c>code</c> means. <c>Fail</c> is a decline where the payer's means are charged; another one is an outcome that nobody knows.</summary>
    internal static readonly WordTable<(PaymentErrorKind Kind, PaymentErrorCode Code)> Errors = new(StringComparer.OrdinalIgnoreCase)
    {
        ["RequireParameter"] = (PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidRequest),
        ["InvalidParameter"] = (PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidRequest),
        ["RequireCondition"] = (PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidRequest),
        ["TimeConditionError"] = (PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidRequest),
        ["InvalidMerchant"] = (PaymentErrorKind.Authentication, PaymentErrorCode.InvalidCredentials),
        ["TimeExpired"] = (PaymentErrorKind.Conflict, PaymentErrorCode.Expired),
        [NaverPayDefaults.AlreadyOnGoing] = (PaymentErrorKind.Conflict, PaymentErrorCode.InProgress),
        ["AlreadyComplete"] = (PaymentErrorKind.Conflict, PaymentErrorCode.AlreadyCaptured),
        ["OwnerAuthFail"] = (PaymentErrorKind.Declined, PaymentErrorCode.NotPermitted),
        ["NotEnoughAccountBalance"] = (PaymentErrorKind.Declined, PaymentErrorCode.InsufficientFunds),
        ["BankMaintenance"] = (PaymentErrorKind.Unavailable, PaymentErrorCode.ProviderError),
        ["BankCheckTime"] = (PaymentErrorKind.Unavailable, PaymentErrorCode.ProviderError),
        ["MaintenanceOngoing"] = (PaymentErrorKind.Unavailable, PaymentErrorCode.ProviderError),
        ["FaultCheckOngoing"] = (PaymentErrorKind.Unavailable, PaymentErrorCode.ProviderError),
        ["InvalidPaymentId"] = (PaymentErrorKind.NotFound, PaymentErrorCode.NotFound),
        ["AlreadyCanceled"] = (PaymentErrorKind.Conflict, PaymentErrorCode.AlreadyRefunded),
        ["OverRemainAmount"] = (PaymentErrorKind.InvalidRequest, PaymentErrorCode.AmountTooLarge),
        ["TaxScopeAmtGreaterThanRemainError"] = (PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidAmount),
        ["TaxScopeAmountError"] = (PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidAmount),
        ["RestAmountDiff"] = (PaymentErrorKind.Conflict, PaymentErrorCode.InvalidState),

        // Naver Pay goes on with it by itself: neither done nor to be sent again.
        [NaverPayDefaults.CancelNotComplete] = (PaymentErrorKind.Conflict, PaymentErrorCode.InvalidState),
        [NaverPayDefaults.PreCancelNotComplete] = (PaymentErrorKind.Conflict, PaymentErrorCode.InProgress),
        ["CancelDeadlineExpired"] = (PaymentErrorKind.InvalidRequest, PaymentErrorCode.NotPermitted),
        ["InvalidDiscountCancelCondition"] = (PaymentErrorKind.InvalidRequest, PaymentErrorCode.NotPermitted),
    };

    /// <summary>Codes after which certainly nothing was done, though it may be tried again.</summary>
    internal static readonly IReadOnlySet<string> NothingDone =
        new HashSet<string>("BankMaintenance BankCheckTime MaintenanceOngoing FaultCheckOngoing PreCancelNotComplete".Split(' '), StringComparer.OrdinalIgnoreCase);

    /// <summary>A refund that is refused for one of these is a failed refund, not a failed call.</summary>
    internal static readonly PaymentErrorCode[] RefundRefusals =
        [PaymentErrorCode.AlreadyRefunded, PaymentErrorCode.AmountTooLarge, PaymentErrorCode.NotPermitted];
}

/// <summary>What a movement is.</summary>
internal enum NaverPayMovementKind
{
    /// <summary>Not known.</summary>
    Unknown,

    Approval,
    Refund,
}
