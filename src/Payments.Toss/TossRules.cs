using System.Buffers;
using System.Globalization;
using Payments.Http;

namespace Payments.Toss;

/// <summary>What Toss Payments takes. Everything else is refused with the rule, before anything is sent.</summary>
internal static class TossRules
{
    internal const string ForeignWallets = "FOREIGN_EASY_PAY";

    private static readonly SearchValues<char> OrderIdCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-");

    internal static void Check(IPaymentProvider provider, PaymentRequest request, TossPaymentExtras extras, TossWay way, TossOptions options)
    {
        if (!request.Amount.IsPositive)
            throw Refused("The amount must be above zero.", PaymentErrorCode.InvalidAmount);
        if (request.CaptureMode == CaptureMode.Manual)
            throw new PaymentOperationNotSupportedException(provider.Name, PaymentOperations.Capture, "A confirmation takes the money at once: use CaptureMode.Automatic.");
        CheckOrderId(request.OrderId);
        ProviderRules.Check(provider, request, way switch
        {
            TossWay.Billing => RequestFeatures.Token | RequestFeatures.Installments,
            TossWay.VirtualAccount => RequestFeatures.Expiry,
            _ => RequestFeatures.Installments | RequestFeatures.Expiry,
        });
        if (way is TossWay.ClientSdk or TossWay.HostedWindow)
            CheckPage(provider, request, extras);
        else
            CheckDirect(request, extras, way, options);
        if (way == TossWay.ClientSdk && options.IsWidget)
            CheckWidget(request, extras);
        if (request.Customer?.Email?.Reveal() is { Length: > TossDefaults.MaxNameLength })
            throw Refused($"Customer.Email has at most {Text(TossDefaults.MaxNameLength)} characters at Toss Payments.");
        if (extras.CashReceiptNumber is not null && (way != TossWay.VirtualAccount || extras.CashReceipt is null))
            throw Refused("TossPaymentExtras.CashReceiptNumber goes with CashReceipt and Bank: on a page the payer gives it.");
        if (extras.AccountKey is not null && way != TossWay.VirtualAccount)
            throw Refused("TossPaymentExtras.AccountKey goes with Bank: it names a fixed virtual account.");
    }

    internal static void CheckOrderId(string orderId, PaymentReference? payment = null)
    {
        if (orderId.Length is < TossDefaults.MinOrderIdLength or > TossDefaults.MaxOrderIdLength || orderId.AsSpan().ContainsAnyExcept(OrderIdCharacters))
            throw Refused("OrderId has 6 to 64 of A-Z a-z 0-9 _ - at Toss Payments.", payment: payment);
    }

    /// <summary>The method in Toss Payments' word.</summary>
    internal static string MethodOf(PaymentRequest request, TossPaymentExtras extras, TossWay way)
    {
        var isWon = request.Amount.Currency == Currency.KRW;
        var isForeign = IsForeignWallet(request, extras);
        var method = isForeign ? ForeignWallets
            : request.Method == PaymentMethod.GiftCard ? TossMapping.GiftCertificates[extras.GiftCertificate]
            : way == TossWay.VirtualAccount ? TossMapping.Askable[PaymentMethod.VirtualAccount]
            : TossMapping.Askable[request.Method];
        if (isForeign && request.Amount.Currency != Currency.USD)
            throw Refused("Toss Payments' foreign wallets are paid in USD.", PaymentErrorCode.UnsupportedCurrency);
        if (!isWon && (method is not ("CARD" or ForeignWallets) || way == TossWay.Billing))
            throw Refused($"Toss Payments takes {request.Amount.Currency.Code} for cards that were issued abroad and for foreign wallets only: use KRW.", PaymentErrorCode.UnsupportedCurrency);
        return method;
    }

    internal static int? InstallmentsOf(PaymentRequest request, string? method, bool isWidget)
    {
        if (request.Installments is not { } months)
            return null;
        if (months > 1 && (isWidget || method != "CARD" || request.Amount.Currency != Currency.KRW))
            throw Refused("Instalments can be asked for with a card in KRW only: leave Installments out, the payer may be offered them.");
        if (months > TossDefaults.MaxInstallments || (months > 1 && request.Amount.Amount < TossDefaults.MinInstallmentAmount))
            throw Refused("Installments is 0 or 2 to 12 at Toss Payments, and needs 50,000 KRW.");
        return isWidget || method != "CARD" ? null : months;
    }

    /// <summary>Escrow and cash receipts are for accounts. Escrow needs the goods, which the window of the server's does not take.</summary>
    internal static void CheckAccountTerms(PaymentRequest request, TossPaymentExtras extras, TossWay way, string? method)
    {
        var isAccount = way != TossWay.Billing && method is "TRANSFER" or "VIRTUAL_ACCOUNT";
        if (extras.CashReceipt is not null && !isAccount)
            throw Refused("TossPaymentExtras.CashReceipt is for transfers and virtual accounts: leave it out, or ask for one of them.");
        if (extras.UseEscrow == false && !isAccount && (way == TossWay.Billing || method != "CARD"))
            throw Refused("TossPaymentExtras.UseEscrow is for transfers and virtual accounts: leave it out.");
        if (extras.UseEscrow != true)
            return;
        if (!isAccount || way == TossWay.HostedWindow)
            throw Refused("TossPaymentExtras.UseEscrow is for transfers and virtual accounts by the SDK, and for a virtual account with Bank: leave it out elsewhere.");
        if (request.Items is not { Count: > 0 })
            throw Refused("Items is missing: escrow needs the goods.");
    }

    /// <summary>The goods for escrow: where it is asked for, and on the SDK's page, where the payer may choose it.</summary>
    internal static IReadOnlyList<TossEscrowProduct>? EscrowProducts(PaymentRequest request, TossPaymentExtras extras, TossWay way, string? method)
    {
        var isSent = extras.UseEscrow == true || (extras.UseEscrow is null && way == TossWay.ClientSdk && method is "TRANSFER" or "VIRTUAL_ACCOUNT");
        if (!isSent || request.Items is not { Count: > 0 } items)
            return null;
        if (items.Any(item => item.UnitPrice.Currency != request.Amount.Currency || item.Quantity < 1))
            throw Refused("Items for escrow have a UnitPrice in the payment's currency, and a Quantity of at least 1.", PaymentErrorCode.InvalidAmount);
        return [.. items.Select((item, index) => new TossEscrowProduct
        {
            Id = Text(index + 1),
            Name = ProviderText.Cut(item.Name, TossDefaults.MaxNameLength)!,
            Code = string.IsNullOrWhiteSpace(item.Sku) ? Text(index + 1) : item.Sku,
            UnitPrice = TossMoney.ToWire(item.UnitPrice),
            Quantity = item.Quantity,
        })];
    }

    /// <summary>Until when it can be paid, in Korean time; it counts from the intention, so that a repeat asks for the same.</summary>
    internal static string? DueDate(PaymentRequest request, string? method, bool isWidget, DateTimeOffset now)
    {
        if (request.ExpiresAfter is not { } time)
            return null;
        if (isWidget || method is not ("CARD" or "VIRTUAL_ACCOUNT" or "TRANSFER"))
            throw Refused("ExpiresAfter is for cards, virtual accounts and transfers that are asked for by Method: Toss Payments sets the time for the rest.");
        if (time < TimeSpan.FromSeconds(1) || time > TossDefaults.MaxDueTime)
            throw Refused("ExpiresAfter is at most 90 days (2160 hours) at Toss Payments.");
        return ProviderTime.Format((request.RequestedAt ?? now) + time, TossDefaults.DueDateFormat, ProviderTime.KoreaOffset);
    }

    /// <summary>The part that is free of tax. The tax itself is Toss Payments' to compute, so another one is refused.</summary>
    internal static decimal? TaxFree(PaymentTax? tax, Money amount, PaymentReference? payment = null)
    {
        var free = tax?.TaxFree is { } part ? TossMoney.ToWire(part, payment) : (decimal?)null;
        if (tax?.Vat is { } vat && vat.Amount != decimal.Round((amount.Amount - (free ?? 0)) / 11, amount.Currency.Exponent ?? 0, MidpointRounding.AwayFromZero))
            throw Refused("Toss Payments computes the value added tax, an eleventh of what is not free of tax: leave Tax.Vat out.", PaymentErrorCode.InvalidAmount, payment);
        return free;
    }

    /// <summary>The digits of a phone number as Toss Payments takes them; null for what it would not take.</summary>
    internal static string? Phone(Sensitive<string>? phone)
    {
        if (phone?.Reveal() is not { } text)
            return null;
        var digits = string.Concat(text.Where(char.IsAsciiDigit));
        if (text.TrimStart().StartsWith("+82", StringComparison.Ordinal))
            digits = "0" + digits[2..].TrimStart('0');
        return digits.Length is >= TossDefaults.MinPhoneLength and <= TossDefaults.MaxPhoneLength ? digits : null;
    }

    private static bool IsForeignWallet(PaymentRequest request, TossPaymentExtras extras) =>
        extras.ForeignWallet is not null || (request.Method == PaymentMethod.DigitalWallet && request.Amount.Currency != Currency.KRW);

    private static void CheckPage(IPaymentProvider provider, PaymentRequest request, TossPaymentExtras extras)
    {
        foreach (var url in new[] { request.ReturnUrl ?? throw Refused("ReturnUrl is missing: the payer's browser brings the payment key there."), request.CancelUrl })
        {
            if (url is not null && url.Scheme != Uri.UriSchemeHttps && url.Scheme != Uri.UriSchemeHttp)
                throw Refused("ReturnUrl and CancelUrl are http or https addresses at Toss Payments.");
        }

        var isForeign = IsForeignWallet(request, extras);
        if (request.Method == PaymentMethod.DigitalWallet && !isForeign && extras.EasyPay is null)
            throw Refused("A wallet is opened by its name: set TossPaymentExtras.EasyPay (TOSSPAY, KAKAOPAY, …), or ask for Card, whose window offers wallets as well.");
        if (extras.ForeignWallet is not null && request.Method is not (PaymentMethod.Unspecified or PaymentMethod.DigitalWallet))
            throw Refused("TossPaymentExtras.ForeignWallet is a wallet: ask for DigitalWallet, or leave Method out.");
        if ((extras.EasyPay is not null || extras.CardCompany is not null) && TossMapping.Askable[request.Method] != "CARD")
            throw Refused("TossPaymentExtras.EasyPay and CardCompany open a card or a wallet: ask for Card or DigitalWallet, or leave Method out.");
        if (extras is { EasyPay: not null, CardCompany: not null })
            throw Refused("TossPaymentExtras.EasyPay and CardCompany are opened one or the other.");
        if (isForeign && (extras.EasyPay ?? extras.CardCompany) is not null)
            throw Refused("TossPaymentExtras.EasyPay and CardCompany open what is paid in KRW: leave them out with a foreign wallet.");
        if (isForeign && request.CountryCode is null)
            throw Refused("CountryCode is missing: a foreign wallet needs the payer's country.");
        ProviderRules.CheckMetadata(
            provider.Name, request.Metadata, TossDefaults.MaxMetadataEntries, TossDefaults.MaxMetadataKeyLength, TossDefaults.MaxMetadataValueLength);
        if (request.Metadata.Keys.Any(key => key.AsSpan().ContainsAny('[', ']')))
            throw Refused("A metadata key has no square brackets at Toss Payments.");
    }

    private static void CheckDirect(PaymentRequest request, TossPaymentExtras extras, TossWay way, TossOptions options)
    {
        if (options.IsWidget)
            throw Refused("A billing key and a virtual account without a page need the API's own secret key ('…_sk_…'): this registration has the widget's ('…_gsk_…').");
        if (way == TossWay.Billing && request.CustomerId is null)
            throw Refused("CustomerId is missing: a billing key is charged together with the customer key that it was issued for.");
        if (way == TossWay.Billing && request.Method is not (PaymentMethod.Unspecified or PaymentMethod.Card or PaymentMethod.CreditCard or PaymentMethod.DebitCard or PaymentMethod.BankTransfer))
            throw Refused("A billing key charges the card or account that it was issued for: leave Method out.", PaymentErrorCode.MethodUnavailable);
        if (way != TossWay.VirtualAccount)
            return;
        if (request.Method is not (PaymentMethod.Unspecified or PaymentMethod.VirtualAccount))
            throw Refused("TossPaymentExtras.Bank issues a virtual account: ask for VirtualAccount, or leave Bank out.", PaymentErrorCode.MethodUnavailable);
        if (request.Customer?.Name is null)
            throw Refused("Customer.Name is missing: a virtual account is issued in the payer's name.");
        if (extras.AccountKey is { Length: > TossDefaults.MaxAccountKeyLength })
            throw Refused($"TossPaymentExtras.AccountKey has at most {Text(TossDefaults.MaxAccountKeyLength)} characters.");
        if (extras.CashReceiptNumber?.Reveal() is { Length: > TossDefaults.MaxReceiptNumberLength })
            throw Refused($"TossPaymentExtras.CashReceiptNumber has at most {Text(TossDefaults.MaxReceiptNumberLength)} characters.");
    }

    private static void CheckWidget(PaymentRequest request, TossPaymentExtras extras)
    {
        if (request.Method != PaymentMethod.Unspecified)
            throw Refused("The widget offers the methods that it is set up with: leave Method out.", PaymentErrorCode.MethodUnavailable);
        if (extras is not { EasyPay: null, CardCompany: null, ForeignWallet: null, InternationalCards: false, UseEscrow: null, CashReceipt: null })
            throw Refused("The widget offers what it is set up with: of TossPaymentExtras it takes Flow only.");
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static PaymentRequestException Refused(string rule, PaymentErrorCode code = PaymentErrorCode.InvalidRequest, PaymentReference? payment = null) =>
        new(rule, code, payment);
}
