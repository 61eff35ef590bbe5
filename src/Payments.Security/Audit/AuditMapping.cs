namespace Payments.Security;

/// <summary>Entries to and from the wire. A word of a later version that is not known here becomes the enum's first member.</summary>
internal static class AuditMapping
{
    internal static AuditWire ToWire(AuditEntry entry) => new()
    {
        Kind = Name(entry.Kind),
        Action = entry.Action is PaymentAction.Unknown ? null : Name(entry.Action),
        Intent = entry.Intent,
        Result = entry.Result is { } result ? Name(result) : null,
        Error = entry.Error is { } error ? Name(error) : null,
        Caller = AuditText.Id(entry.Caller?.Id),
        RemoteAddress = AuditText.Id(entry.Caller?.RemoteAddress),
        CorrelationId = AuditText.Id(entry.Caller?.CorrelationId),
        Provider = entry.Provider,
        PaymentId = entry.PaymentId,
        OrderId = entry.OrderId,
        RefundId = entry.RefundId,
        RefundReference = entry.RefundReference,
        TokenId = entry.TokenId,
        Purpose = entry.Purpose,
        Amount = entry.Amount?.ToString(),
        Reason = entry.Reason,
        Before = ToWire(entry.Before),
        After = ToWire(entry.After),
        Refund = entry.Refund is { } refund ? Name(refund) : null,
        Source = entry.Source is { } source ? Name(source) : null,
        ChangeId = entry.ChangeId,
        RemovedBefore = entry.RemovedBefore,
    };

    internal static AuditEntry ToEntry(AuditWire wire) => new()
    {
        Kind = Parse<AuditEntryKind>(wire.Kind) ?? default,
        Action = Parse<PaymentAction>(wire.Action) ?? default,
        Intent = wire.Intent,
        Result = Parse<AuditResult>(wire.Result),
        Error = Parse<PaymentErrorCode>(wire.Error),
        Caller = string.IsNullOrWhiteSpace(wire.Caller) ? null : new PaymentCaller(wire.Caller, [], [], wire.RemoteAddress, wire.CorrelationId),
        Provider = wire.Provider,
        PaymentId = wire.PaymentId,
        OrderId = wire.OrderId,
        RefundId = wire.RefundId,
        RefundReference = wire.RefundReference,
        TokenId = wire.TokenId,
        Purpose = wire.Purpose,
        Amount = ToMoney(wire.Amount),
        Reason = wire.Reason,
        Before = ToState(wire.Before),
        After = ToState(wire.After),
        Refund = Parse<RefundStatus>(wire.Refund),
        Source = Parse<PaymentChangeSource>(wire.Source),
        ChangeId = wire.ChangeId,
        RemovedBefore = wire.RemovedBefore,
    };

    private static AuditWireState? ToWire(AuditState? state) => state is not { } known ? null : new()
    {
        Status = Name(known.Status),
        Amount = known.Amount.ToString(),
        Captured = known.Captured?.ToString(),
        Refunded = known.Refunded?.ToString(),
    };

    private static AuditState? ToState(AuditWireState? state) => state is null
        ? null
        : new AuditState(Parse<PaymentStatus>(state.Status) ?? default, ToMoney(state.Amount) ?? default, ToMoney(state.Captured), ToMoney(state.Refunded));

    private static Money? ToMoney(string? text) => Money.TryParse(text, out var money) ? money : null;

    private static string Name<TEnum>(TEnum value)
        where TEnum : struct, Enum => Enum.GetName(value) ?? "Unknown";

    private static TEnum? Parse<TEnum>(string? name)
        where TEnum : struct, Enum => name is null ? null : Enum.TryParse<TEnum>(name, out var value) && Enum.IsDefined(value) ? value : default(TEnum);
}
