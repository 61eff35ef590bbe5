namespace Payments.Square;

/// <summary>How a payment was paid, by the tables of <see cref="SquareMapping"/>.</summary>
internal static class SquareMethods
{
    internal static (PaymentMethod Method, string? ProviderMethod) Of(SquarePayment payment)
    {
        if (payment.ElectronicMoneyDetails is not null)
            return (PaymentMethod.DigitalWallet, payment.SourceType);
        if (payment.SourceType is not { Length: > 0 } source)
            return (PaymentMethod.Unspecified, null);
        var card = payment.CardDetails?.Card;
        if (card?.CardBrand is { } brand && SquareMapping.CardBrands.TryGetValue(brand, out var byBrand))
            return (byBrand, brand);
        var detail = source switch
        {
            "CARD" => card?.CardType,
            "WALLET" => payment.WalletDetails?.Brand,
            "EXTERNAL" => payment.ExternalDetails?.Type,
            "BUY_NOW_PAY_LATER" => payment.BuyNowPayLaterDetails?.Brand,
            _ => null,
        };
        if (!SquareMapping.Methods.TryGetValue((source, detail ?? ""), out var method))
            method = SquareMapping.Methods.GetValueOrDefault((source, ""), PaymentMethod.Other);
        return (method, source == "CARD" ? source : detail ?? source);
    }

    internal static PaymentCard? CardOf(SquarePayment payment) => payment.CardDetails?.Card is not { } card ? null : new PaymentCard
    {
        Brand = card.CardBrand,
        Last4 = card.Last4,
        ApprovalCode = payment.CardDetails.AuthResultCode,
    };
}
