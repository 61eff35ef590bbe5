namespace Payments.NaverPay;

/// <summary>
/// What a payment's movements add up to: Naver Pay has no status of a payment. The order of the list is not promised, so that they are sorted
/// by their own time.
/// </summary>
internal sealed class NaverPayTotals
{
    private readonly NaverPayMovement[] _movements;

    internal NaverPayTotals(IEnumerable<NaverPayMovement> movements)
    {
        _movements = [.. movements.OrderBy(movement => movement.At).ThenBy(movement => movement.PayHistId, StringComparer.Ordinal)];
        var approvals = Succeeded(NaverPayMovementKind.Approval);
        Approvals = approvals.Length;
        Approval = approvals.Length > 0 ? approvals[^1] : null;
        Paid = approvals.Sum(Total);
        var refunds = Succeeded(NaverPayMovementKind.Refund);
        Refunded = refunds.Sum(Total);
        LeftTaxFree = approvals.Sum(TaxFree) - refunds.Sum(TaxFree);
        LeftDeposit = approvals.Sum(Deposit) - refunds.Sum(Deposit);
    }

    internal bool IsEmpty => _movements.Length == 0;

    internal int Approvals { get; }

    /// <summary>The movement that took the money. Null when none did.</summary>
    internal NaverPayMovement? Approval { get; }

    internal long Paid { get; }

    internal long Refunded { get; }

    internal long Left => Paid - Refunded;

    internal long LeftTaxFree { get; }

    internal long LeftDeposit { get; }

    internal NaverPayMovement? First => _movements.FirstOrDefault();

    internal IEnumerable<NaverPayMovement> Refunds => _movements.Where(movement => movement.Kind is NaverPayMovementKind.Refund);

    /// <summary>A movement that nobody here understands: what it did to the money is not guessed.</summary>
    internal NaverPayMovement? Unknown => Array.Find(_movements, movement =>
        movement.State is null || movement.Kind is NaverPayMovementKind.Unknown
        || (movement.State is MovementState.Succeeded && movement.TotalPayAmount is not > 0));

    /// <summary>The latest words of Naver Pay's: type and state of a movement.</summary>
    internal string ProviderStatus => (Unknown ?? _movements.LastOrDefault()) is { } last ? $"{last.AdmissionTypeCode} {last.AdmissionState}" : "";

    internal PaymentStatus Status => Unknown is not null || Refunded > Paid ? PaymentStatus.Unknown
        : Paid == 0 ? PaymentStatus.Failed
        : Refunded == Paid ? PaymentStatus.Refunded
        : Refunded > 0 ? PaymentStatus.PartiallyRefunded
        : PaymentStatus.Completed;

    private NaverPayMovement[] Succeeded(NaverPayMovementKind kind) =>
        Array.FindAll(_movements, movement => movement.Kind == kind && movement.State is MovementState.Succeeded);

    private static long Total(NaverPayMovement movement) => movement.TotalPayAmount ?? 0;

    private static long TaxFree(NaverPayMovement movement) => movement.TaxExScopeAmount ?? 0;

    private static long Deposit(NaverPayMovement movement) => movement.EnvironmentDepositAmount ?? 0;
}
