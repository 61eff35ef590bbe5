using Payments.Http;

namespace Payments.Toss;

/// <summary>How a new payment is paid.</summary>
internal enum TossWay
{
    ClientSdk,
    HostedWindow,
    VirtualAccount,
    Billing,
}

/// <summary>A request in Toss Payments' words, after everything that could not be carried out as asked was refused.</summary>
internal sealed record TossTerms
{
    /// <summary>How it is paid.</summary>
    internal required TossWay Way { get; init; }

    /// <summary>Null for the widget, which offers the methods by itself.</summary>
    internal string? Method { get; init; }

    internal required decimal Amount { get; init; }

    internal decimal? TaxFreeAmount { get; init; }

    internal required string OrderName { get; init; }

    internal int? Installments { get; init; }

    internal string? DueDate { get; init; }

    internal bool IsInternational { get; init; }

    /// <summary>A wallet or a card company is opened without the window.</summary>
    internal bool IsDirect { get; init; }

    internal string? ForeignWallet { get; init; }

    internal IReadOnlyList<TossEscrowProduct>? EscrowProducts { get; init; }

    internal static TossWay WayOf(PaymentRequest request, TossOptions options)
    {
        var extras = request.Extras.Get<TossPaymentExtras>();
        return request.PaymentToken is not null ? TossWay.Billing
            : extras?.Bank is not null ? TossWay.VirtualAccount
            : (extras?.Flow ?? options.Flow) == TossFlow.HostedWindow ? TossWay.HostedWindow
            : TossWay.ClientSdk;
    }

    /// <exception cref="PaymentRequestException">The request asks for what Toss Payments could not carry out.</exception>
    internal static TossTerms Of(IPaymentProvider provider, PaymentRequest request, TossOptions options, DateTimeOffset now)
    {
        var way = WayOf(request, options);
        var extras = request.Extras.Get<TossPaymentExtras>() ?? new TossPaymentExtras();
        TossRules.Check(provider, request, extras, way, options);
        var isWidget = way == TossWay.ClientSdk && options.IsWidget;
        var method = isWidget ? null : TossRules.MethodOf(request, extras, way);
        TossRules.CheckAccountTerms(request, extras, way, method);
        return new TossTerms
        {
            Way = way,
            Method = method,
            Amount = TossMoney.ToWire(request.Amount),
            TaxFreeAmount = TossRules.TaxFree(request.Tax, request.Amount),
            OrderName = ProviderText.Cut(string.IsNullOrWhiteSpace(request.Description) ? request.OrderId : request.Description, TossDefaults.MaxNameLength)!,
            Installments = TossRules.InstallmentsOf(request, method, isWidget),
            DueDate = TossRules.DueDate(request, method, isWidget, now),
            IsInternational = method == "CARD" && (extras.InternationalCards || request.Amount.Currency != Currency.KRW),
            IsDirect = extras.EasyPay is not null || extras.CardCompany is not null,
            ForeignWallet = method == TossRules.ForeignWallets ? extras.ForeignWallet ?? "PAYPAL" : null,
            EscrowProducts = TossRules.EscrowProducts(request, extras, way, method),
        };
    }
}
