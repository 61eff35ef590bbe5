using System.Globalization;

namespace Payments.Http;

/// <summary>What a payment request may ask for beyond an amount, where the provider can carry it out.</summary>
[Flags]
public enum RequestFeatures
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary><see cref="PaymentRequest.PaymentToken"/>.</summary>
    Token = 1,

    /// <summary><see cref="PaymentRequest.Installments"/> of two months or more.</summary>
    Installments = 2,

    /// <summary><see cref="PaymentRequest.ExpiresAfter"/>.</summary>
    Expiry = 4,

    /// <summary><see cref="PaymentChannel.PointOfSale"/>.</summary>
    PointOfSale = 8,

    /// <summary><see cref="RefundRequest.BankAccount"/>.</summary>
    RefundAccount = 16,
}

/// <summary>Refuses what would change money, method or time and a provider cannot carry out; before anything is sent.</summary>
public static class ProviderRules
{
    /// <summary>Refuses a request that asks for more than the provider can do.</summary>
    /// <param name="provider">The provider, for its capabilities.</param>
    /// <param name="request">The request.</param>
    /// <param name="features">What it can do, for this way to pay.</param>
    /// <exception cref="PaymentRequestException">The request asks for more.</exception>
    public static void Check(IPaymentProvider provider, PaymentRequest request, RequestFeatures features)
    {
        ArgumentNullException.ThrowIfNull(provider);
        ArgumentNullException.ThrowIfNull(request);
        Refuse(request.PaymentToken is not null, RequestFeatures.Token, "PaymentToken", "the payer is sent to a page or an app");
        Refuse(request.Installments > 1, RequestFeatures.Installments, "Installments", "the payer may be offered them");
        Refuse(request.ExpiresAfter is not null, RequestFeatures.Expiry, "ExpiresAfter", "the provider sets the time to pay");
        Refuse(request.Channel == PaymentChannel.PointOfSale, RequestFeatures.PointOfSale, "Channel.PointOfSale", "use Web, MobileWeb or App");
        if (!Offers(provider.Capabilities, request.Method))
            throw new PaymentRequestException(
                $"{provider.Name} has no payment method of the kind {request.Method} to ask for: leave Method out.", PaymentErrorCode.MethodUnavailable);

        void Refuse(bool isAsked, RequestFeatures feature, string field, string instead)
        {
            if (isAsked && !features.HasFlag(feature))
                throw new PaymentRequestException($"{provider.Name} cannot take {field} for this payment: leave it out; {instead}.");
        }
    }

    /// <summary>Refuses a refund that asks for more than the provider can do.</summary>
    /// <param name="provider">The provider.</param>
    /// <param name="request">The request.</param>
    /// <param name="features">What it can do.</param>
    /// <exception cref="PaymentRequestException">The request asks for more.</exception>
    public static void Check(IPaymentProvider provider, RefundRequest request, RequestFeatures features)
    {
        ArgumentNullException.ThrowIfNull(provider);
        ArgumentNullException.ThrowIfNull(request);
        if (request.BankAccount is not null && !features.HasFlag(RequestFeatures.RefundAccount))
            throw new PaymentRequestException(
                $"{provider.Name} pays a refund back to where the money came from: leave BankAccount out.", payment: request.Payment);
    }

    /// <summary>Refuses metadata that the provider could not keep whole.</summary>
    /// <param name="provider">The provider's name, for the message.</param>
    /// <param name="metadata">The host's entries and ours.</param>
    /// <param name="maxEntries">How many it keeps.</param>
    /// <param name="maxKeyLength">How long a key may be.</param>
    /// <param name="maxValueLength">How long a value may be.</param>
    /// <param name="payment">The payment, for the exception; null before there is one.</param>
    /// <exception cref="PaymentRequestException">There is more, or something is longer.</exception>
    public static void CheckMetadata(
        string provider, IReadOnlyDictionary<string, string> metadata, int maxEntries, int maxKeyLength, int maxValueLength, PaymentReference? payment = null)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        if (metadata.Count > maxEntries)
            throw Refused($"{provider} keeps at most {Text(maxEntries)} metadata entries, ours included.");
        foreach (var (key, value) in metadata)
        {
            if (key.Length is 0 || key.Length > maxKeyLength)
                throw Refused($"A metadata key has 1 to {Text(maxKeyLength)} characters at {provider}.");
            if (value.Length > maxValueLength)
                throw Refused($"A metadata value has at most {Text(maxValueLength)} characters at {provider}.");
        }

        PaymentRequestException Refused(string rule) => new(rule, payment: payment);
        static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>The amount to confirm: the shop's own, which has to be what the payment was made for as far as that is known.</summary>
    /// <param name="request">The request.</param>
    /// <returns>The amount.</returns>
    /// <exception cref="PaymentRequestException">Nobody knows the amount.</exception>
    /// <exception cref="PaymentConflictException">The payment was made for another amount.</exception>
    public static Money AmountToConfirm(ConfirmPaymentRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var asked = request.Payment.Known?.Amount is { IsPositive: true } known ? known : (Money?)null;
        var amount = request.Amount ?? asked ?? throw new PaymentRequestException(
            "Amount is missing: give it from the shop's own order, since there is no payment memory to take it from.", payment: request.Payment);
        return asked is null || asked == amount ? amount : throw new PaymentConflictException(
            $"The payment was made for {asked}, and {amount} is to be confirmed: nothing was sent.", PaymentErrorCode.Mismatch, request.Payment);
    }

    /// <summary>
    /// How much of a refund is free of tax, where the provider wants to know: what the host says, or what the amounts leave no choice of. It is
    /// never guessed.
    /// </summary>
    /// <param name="request">The refund.</param>
    /// <param name="amount">How much is refunded.</param>
    /// <param name="left">What is left of the payment before it.</param>
    /// <param name="leftTaxFree">What of it is free of tax.</param>
    /// <returns>The part that is free of tax.</returns>
    /// <exception cref="PaymentRequestException">The host has to say it, or said more or less than there is.</exception>
    public static Money TaxFreeOf(RefundRequest request, Money amount, Money left, Money leftTaxFree)
    {
        ArgumentNullException.ThrowIfNull(request);
        var zero = Money.Zero(amount.Currency);
        var least = amount - (left - leftTaxFree) is { IsPositive: true } forced ? forced : zero;
        var most = amount < leftTaxFree ? amount : leftTaxFree;
        if (request.Tax?.TaxFree is { } asked)
        {
            return asked.Currency == amount.Currency && asked >= least && asked <= most
                ? asked
                : throw Refused($"Tax.TaxFree of this refund is {least} to {most}, by what is left.");
        }

        return least == most ? least : throw Refused($"{leftTaxFree} of what is left are free of tax: say in Tax.TaxFree how much of the refund is.");

        PaymentRequestException Refused(string rule) => new(rule, PaymentErrorCode.InvalidAmount, request.Payment);
    }

    // Asking for credit or debit means card where the API cannot tell.
    private static bool Offers(PaymentProviderCapabilities capabilities, PaymentMethod method) =>
        method is PaymentMethod.Unspecified
        || capabilities.PaymentMethods.Contains(method)
        || (method is PaymentMethod.CreditCard or PaymentMethod.DebitCard && capabilities.PaymentMethods.Contains(PaymentMethod.Card));
}
