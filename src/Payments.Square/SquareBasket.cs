namespace Payments.Square;

/// <summary>
/// What the payer was asked to pay as a whole: the order of a page, or a Terminal checkout. Several payments may pay it, and it is paid when they cover its
/// total; its own state only tells what no payment does.
/// </summary>
internal sealed record SquareBasket
{
    /// <summary>The name of a payment that is asked for this way.</summary>
    internal required string PaymentId { get; init; }

    /// <summary>The kind of its id.</summary>
    internal required string Kind { get; init; }

    internal required string Id { get; init; }

    /// <summary>Our order id. Null for one that was not made here.</summary>
    internal string? OrderId { get; init; }

    /// <summary>What the payments have to cover, without tips.</summary>
    internal Money? Total { get; init; }

    /// <summary>Where it stands while no payment says more.</summary>
    internal required PaymentStatus Status { get; init; }

    internal required string ProviderStatus { get; init; }

    /// <summary>Whether the end of its payments is its end: a page that was used is not opened again, a Terminal is done when it says so.</summary>
    internal bool EndsWithItsPayments { get; init; }

    internal DateTimeOffset? CreatedAt { get; init; }

    internal DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>The payments that Square lists with it.</summary>
    internal required IReadOnlyList<string> PaymentIds { get; init; }

    internal NextAction? NextAction { get; init; }

    internal CaptureMode? CaptureMode { get; init; }

    internal IReadOnlyDictionary<string, string>? Metadata { get; init; }

    internal static SquareBasket Of(SquareOrder order)
    {
        var tip = SquareAmounts.FromWire(order.TotalTipMoney);
        return new SquareBasket
        {
            PaymentId = SquareDefaults.OrderPrefix + order.Id,
            Kind = SquareDefaults.OrderKind,
            Id = order.Id!,
            OrderId = order.ReferenceId,
            Total = SquareAmounts.Minus(SquareAmounts.FromWire(order.TotalMoney), tip),
            Status = SquareMapping.Orders.GetValueOrDefault(order.State ?? ""),
            ProviderStatus = order.State ?? "",
            EndsWithItsPayments = order.State != "CANCELED",
            CreatedAt = SquareAnswers.Time(order.CreatedAt),
            UpdatedAt = SquareAnswers.Time(order.UpdatedAt) ?? SquareAnswers.Time(order.CreatedAt),
            PaymentIds = [.. (order.Tenders ?? []).Select(tender => tender.PaymentId ?? tender.Id).OfType<string>().Distinct(StringComparer.Ordinal)],
            CaptureMode = Payments.CaptureMode.Automatic,
            Metadata = order.Metadata,
        };
    }

    internal static SquareBasket Of(SquareCheckout checkout)
    {
        // One of Square's own samples writes a blank in such a word.
        var word = checkout.Status?.Replace(' ', '_') ?? "";
        var status = SquareMapping.Checkouts.GetValueOrDefault(word);
        if (status == PaymentStatus.Cancelled)
            status = SquareMapping.CheckoutEnds.GetValueOrDefault(checkout.CancelReason ?? "", status);
        return new SquareBasket
        {
            PaymentId = SquareDefaults.CheckoutPrefix + checkout.Id,
            Kind = SquareDefaults.CheckoutKind,
            Id = checkout.Id!,
            OrderId = checkout.ReferenceId,
            Total = SquareAmounts.FromWire(checkout.AmountMoney),
            Status = status,
            ProviderStatus = checkout.Status ?? "",
            EndsWithItsPayments = word == "COMPLETED",
            CreatedAt = SquareAnswers.Time(checkout.CreatedAt),
            UpdatedAt = SquareAnswers.Time(checkout.UpdatedAt) ?? SquareAnswers.Time(checkout.CreatedAt),
            PaymentIds = checkout.PaymentIds ?? [],
            NextAction = status == PaymentStatus.RequiresAction ? new WaitAction() : null,
            CaptureMode = checkout.PaymentOptions?.Autocomplete == false ? Payments.CaptureMode.Manual : null,
        };
    }

    /// <summary>An order or a checkout that is not read, or that Square does not keep any more: its payments say all.</summary>
    /// <param name="ids">Which.</param>
    /// <param name="known">What the memory has of it. Null where the payments alone tell what was asked for.</param>
    /// <param name="payments">Its payments.</param>
    internal static SquareBasket OfPayments(SquareIds ids, Payment? known, IReadOnlyList<string> payments) => new()
    {
        PaymentId = ids.Basket!,
        Kind = ids.Order is not null ? SquareDefaults.OrderKind : SquareDefaults.CheckoutKind,
        Id = (ids.Order ?? ids.Checkout)!,
        OrderId = known?.Reference.OrderId,
        Total = known?.Amount,
        Status = PaymentStatus.Unknown,
        ProviderStatus = "",
        EndsWithItsPayments = true,
        CreatedAt = known?.CreatedAt,
        PaymentIds = payments,
        CaptureMode = ids.Order is not null ? Payments.CaptureMode.Automatic : null,
        Metadata = known?.Metadata,
    };
}
