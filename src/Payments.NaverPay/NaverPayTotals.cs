namespace Payments.NaverPay;

/// <summary>
/// What a payment's movements add up to: Naver Pay has no status of a payment. The order of the list is not promised, so that they are sorted
/// by their own time.
/// </summary>
internal sealed class NaverPayTotals
{
    private readonly string? _orderId;
    private readonly NaverPayMovement[] _movements;
    private readonly HashSet<string> _foreign;

    /// <summary>Adds up what was read; what was read twice counts once.</summary>
    /// <param name="movements">The movements.</param>
    /// <param name="orderId">Our key: a movement with another one is never counted. Null where it is not known.</param>
    internal NaverPayTotals(IEnumerable<NaverPayMovement> movements, string? orderId = null)
    {
        _orderId = orderId;
        var all = movements.ToLookup(IsForeign);
        _foreign = [.. all[true].Select(movement => movement.PaymentId).OfType<string>()];
        _movements = [.. all[false].DistinctBy(IdentityOf).OrderBy(movement => movement.At).ThenBy(movement => movement.PayHistId, StringComparer.Ordinal)];
        var approvals = Succeeded(NaverPayMovementKind.Approval);
        Approvals = approvals.Length;
        Approval = approvals.Length > 0 ? approvals[^1] : null;
        PaymentIds = [.. approvals.Select(movement => movement.PaymentId).OfType<string>().Distinct(StringComparer.Ordinal)];
        Paid = approvals.Sum(Total);
        var refunds = Succeeded(NaverPayMovementKind.Refund);
        Refunded = refunds.Sum(Total);
        LeftTaxFree = approvals.Sum(TaxFree) - refunds.Sum(TaxFree);
        LeftDeposit = approvals.Sum(Deposit) - refunds.Sum(Deposit);
    }

    internal bool IsEmpty => _movements.Length == 0;

    internal int Approvals { get; }

    /// <summary>The latest movement that took money. Null when none did.</summary>
    internal NaverPayMovement? Approval { get; }

    /// <summary>Naver Pay's payments that took money, the latest last: two, where the payer agreed in two windows and both were charged.</summary>
    internal IReadOnlyList<string> PaymentIds { get; }

    internal long Paid { get; }

    internal long Refunded { get; }

    internal long Left => Paid - Refunded;

    internal long LeftTaxFree { get; }

    internal long LeftDeposit { get; }

    internal NaverPayMovement? First => _movements.FirstOrDefault();

    internal IEnumerable<NaverPayMovement> Refunds => _movements.Where(movement => movement.Kind is NaverPayMovementKind.Refund);

    /// <summary>A movement that nobody here understands, or that does not say whose it is: what it did to the money is not guessed.</summary>
    internal NaverPayMovement? Unknown => Array.Find(_movements, movement =>
        movement.State is null || movement.Kind is NaverPayMovementKind.Unknown
        || (movement.State is MovementState.Succeeded && movement.TotalPayAmount is not > 0)
        || (_orderId is not null && string.IsNullOrEmpty(movement.MerchantPayKey)));

    /// <summary>The latest words of Naver Pay's: type and state of a movement.</summary>
    internal string ProviderStatus => (Unknown ?? _movements.LastOrDefault()) is { } last ? $"{last.AdmissionTypeCode} {last.AdmissionState}" : "";

    internal PaymentStatus Status => Unknown is not null || Refunded > Paid ? PaymentStatus.Unknown
        : Paid == 0 ? PaymentStatus.Failed
        : Refunded == Paid ? PaymentStatus.Refunded
        : Refunded > 0 ? PaymentStatus.PartiallyRefunded
        : PaymentStatus.Completed;

    /// <summary>What one of Naver Pay's payments adds up to: each is refunded by itself.</summary>
    internal NaverPayTotals Of(string paymentId) => new(_movements.Where(movement => movement.PaymentId == paymentId), _orderId);

    /// <summary>Whether one of Naver Pay's payments is another order's.</summary>
    internal bool IsForeign(string paymentId) => _foreign.Contains(paymentId);

    private bool IsForeign(NaverPayMovement movement) => _orderId is not null && movement.MerchantPayKey is { Length: > 0 } key && key != _orderId;

    private static object IdentityOf(NaverPayMovement movement) => movement.PayHistId is { Length: > 0 } id ? (movement.PaymentId, id) : movement;

    private NaverPayMovement[] Succeeded(NaverPayMovementKind kind) =>
        Array.FindAll(_movements, movement => movement.Kind == kind && movement.State is MovementState.Succeeded);

    private static long Total(NaverPayMovement movement) => movement.TotalPayAmount ?? 0;

    private static long TaxFree(NaverPayMovement movement) => movement.TaxExScopeAmount ?? 0;

    private static long Deposit(NaverPayMovement movement) => movement.EnvironmentDepositAmount ?? 0;
}
