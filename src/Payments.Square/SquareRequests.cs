using System.Globalization;
using System.Xml;
using Payments.Http;

namespace Payments.Square;

/// <summary>How a payment is taken.</summary>
internal enum SquareWay
{
    /// <summary>On Square's page: a payment link.</summary>
    Page,

    /// <summary>At once, with a token.</summary>
    Token,

    /// <summary>At a Terminal.</summary>
    Terminal,
}

/// <summary>Makes the bodies of the calls, and refuses what Square could not carry out as asked.</summary>
internal static class SquareRequests
{
    internal const string DeviceRule = "A Terminal's device id is the one of its device code, without 'device:' in front.";

    internal static SquareWay WayOf(PaymentRequest request) =>
        request.PaymentToken is not null ? SquareWay.Token
        : request.Channel == PaymentChannel.PointOfSale ? SquareWay.Terminal
        : SquareWay.Page;

    internal static SquareChargeCall Charge(IPaymentProvider provider, PaymentRequest request, SquareOptions options, string key)
    {
        ProviderRules.Check(provider, request, RequestFeatures.Token | RequestFeatures.PointOfSale);
        var extras = Check(provider, request, SquareWay.Token);
        var token = request.PaymentToken!.Value.Reveal();
        var amount = SquareAmounts.ToWire(request.Amount);
        var hold = Hold(request, extras, SquareDefaults.MaxHold);
        var customer = request.Customer;
        return new SquareChargeCall
        {
            SourceId = token,
            IdempotencyKey = key,
            AmountMoney = amount,
            TipMoney = Part(request, extras?.Tip),
            AppFeeMoney = Part(request, extras?.AppFee),
            Autocomplete = hold?.Autocomplete,
            DelayDuration = hold?.DelayDuration,
            DelayAction = hold?.DelayAction,
            LocationId = extras?.LocationId ?? options.LocationId,
            OrderId = extras?.SquareOrderId,
            CustomerId = request.CustomerId,
            ReferenceId = request.OrderId,
            Note = ProviderText.Cut(request.Description, SquareDefaults.MaxNoteLength),
            StatementDescriptionIdentifier = extras?.StatementDescription,
            VerificationToken = extras?.VerificationToken?.Reveal(),
            BuyerEmailAddress = Email(customer),
            BuyerPhoneNumber = Phone(customer),
            BillingAddress = Address(customer?.BillingAddress),
            ShippingAddress = Address(customer?.ShippingAddress),
            CashDetails = token != SquareDefaults.CashToken ? null : new SquareCashDetails
            {
                BuyerSuppliedMoney = Part(request, extras?.CashReceived) ?? SquareAmounts.ToWire(extras?.Tip is { } tip ? request.Amount + tip : request.Amount),
            },
            ExternalDetails = External(token, extras),
            CustomerDetails = extras is { CustomerInitiated: null, SellerKeyedIn: null } or null
                ? null
                : new SquareCustomerDetails { CustomerInitiated = extras.CustomerInitiated, SellerKeyedIn = extras.SellerKeyedIn },
        };
    }

    /// <summary>A payment link: one page for one order. Its payment gets our order id as its note, since it takes no other text of the order's along.</summary>
    internal static SquareLinkCall Page(IPaymentProvider provider, PaymentRequest request, SquareOptions options, string key)
    {
        ProviderRules.Check(provider, request, RequestFeatures.None);
        var extras = Check(provider, request, SquareWay.Page);
        if (request.CaptureMode == CaptureMode.Manual)
            throw Refused("Square's page takes the money at once: CaptureMode.Manual needs a PaymentToken, or a Terminal.");
        if (request.ReturnUrl?.OriginalString.Length > SquareDefaults.MaxRedirectLength)
            throw Refused($"ReturnUrl has at most {Text(SquareDefaults.MaxRedirectLength)} characters at Square.");
        ProviderRules.CheckMetadata(
            provider.Name, request.Metadata, SquareDefaults.MaxMetadataEntries, SquareDefaults.MaxMetadataKeyLength, SquareDefaults.MaxMetadataValueLength);
        if (request.Metadata.Keys.FirstOrDefault(name => !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-')) is not null)
            throw Refused("A metadata key holds only letters, digits, '_' and '-' at Square.");
        return new SquareLinkCall
        {
            IdempotencyKey = key,
            Order = new SquareOrderCall
            {
                LocationId = extras?.LocationId ?? options.LocationId,
                ReferenceId = request.OrderId,
                CustomerId = request.CustomerId,
                LineItems = Lines(request),
                Metadata = request.Metadata.Count == 0 ? null : new SortedDictionary<string, string>(request.Metadata.ToDictionary(StringComparer.Ordinal), StringComparer.Ordinal),
            },
            CheckoutOptions = new SquareCheckoutOptions
            {
                RedirectUrl = request.ReturnUrl?.OriginalString,
                AllowTipping = extras?.AllowTipping,
                AppFeeMoney = Part(request, extras?.AppFee),

                // Cards cannot be switched off, and the wallets of phones hold cards: only the two that are no cards go.
                AcceptedPaymentMethods = request.Method == PaymentMethod.Unspecified ? null : new SquareAcceptedMethods { CashAppPay = false, AfterpayClearpay = false },
            },
            PrePopulatedData = Buyer(request.Customer),
            PaymentNote = request.OrderId,
        };
    }

    internal static SquareCheckoutCall Checkout(IPaymentProvider provider, PaymentRequest request, SquareOptions options, string key)
    {
        ProviderRules.Check(provider, request, RequestFeatures.PointOfSale | RequestFeatures.Expiry);
        var extras = Check(provider, request, SquareWay.Terminal);
        var device = extras?.DeviceId ?? options.DeviceId
            ?? throw Refused("Channel.PointOfSale needs a Terminal: set SquarePaymentExtras.DeviceId, or SquareOptions.DeviceId. Without one, give a PaymentToken.");
        if (!IsDeviceId(device))
            throw Refused(DeviceRule);
        if (request.ExpiresAfter > SquareDefaults.MaxCheckoutLifetime)
            throw Refused("A Terminal checkout waits for at most 5 minutes: choose a shorter ExpiresAfter, or leave it out.");
        if (extras is { Tip: not null, AllowTipping: true })
            throw Refused("SquarePaymentExtras.Tip is for a Terminal without AllowTipping: leave one of them out.");
        if (extras is { HoldEnd: SquareHoldEnd.Complete, SquareOrderId: not null })
            throw Refused("A Terminal cannot complete the payment of an order by itself: leave out HoldEnd or SquareOrderId.");
        return new SquareCheckoutCall
        {
            IdempotencyKey = key,
            Checkout = new SquareCheckoutBody
            {
                AmountMoney = SquareAmounts.ToWire(request.Amount),
                DeviceOptions = new SquareDeviceOptions
                {
                    DeviceId = device,
                    TipSettings = extras?.AllowTipping is { } tipping ? new SquareTipSettings { AllowTipping = tipping } : null,
                },
                ReferenceId = request.OrderId,
                Note = ProviderText.Cut(request.Description, SquareDefaults.MaxNoteLength),
                OrderId = extras?.SquareOrderId,
                CustomerId = request.CustomerId,
                PaymentType = extras?.TerminalPaymentType,
                PaymentOptions = Hold(request, extras, SquareDefaults.MaxHoldCardPresent),
                DeadlineDuration = request.ExpiresAfter is { } lifetime ? XmlConvert.ToString(lifetime) : null,
                TipMoney = Part(request, extras?.Tip),
                AppFeeMoney = Part(request, extras?.AppFee),
                StatementDescriptionIdentifier = extras?.StatementDescription,
            },
        };
    }

    internal static bool IsDeviceId(string device) =>
        device.Length > 0 && !device.Any(char.IsWhiteSpace) && !device.StartsWith(SquareDefaults.DevicePrefix, StringComparison.Ordinal);

    internal static void Check(RefundRequest request)
    {
        if (request.Reference.Length is 0 or > SquareDefaults.MaxRefundReferenceLength || request.Reference.AsSpan().ContainsAny('[', ']'))
            throw Refused(
                $"A refund's Reference has 1 to {Text(SquareDefaults.MaxRefundReferenceLength)} characters and no square brackets at Square.", payment: request.Payment);
        var extras = request.Extras.Get<SquareRefundExtras>();
        if (extras?.DeviceId is { } device && !IsDeviceId(device))
            throw Refused(DeviceRule, payment: request.Payment);
        if (extras is { DeviceId: not null, AppFee: not null })
            throw Refused("SquareRefundExtras.AppFee is not for a refund at a Terminal: Square has no field for it there.", payment: request.Payment);
    }

    /// <summary>How much of a refund the application bears.</summary>
    internal static SquareMoney? FeeOf(RefundRequest request, Money amount) => request.Extras.Get<SquareRefundExtras>()?.AppFee is not { } fee ? null
        : fee.Currency == amount.Currency && fee.Amount >= 0 && fee <= amount ? SquareAmounts.ToWire(fee, request.Payment)
        : throw Refused(
            "SquareRefundExtras.AppFee is in the refund's currency, not negative and not above the refund.", PaymentErrorCode.InvalidAmount, request.Payment);

    private static SquarePaymentExtras? Check(IPaymentProvider provider, PaymentRequest request, SquareWay way)
    {
        if (!request.Amount.IsPositive)
            throw Refused("The amount must be above zero.", PaymentErrorCode.InvalidAmount);
        if (!provider.Capabilities.Currencies.MayUse(request.Amount.Currency))
            throw Refused($"Square takes the currency of the location, not {request.Amount.Currency.Code}.", PaymentErrorCode.UnsupportedCurrency);
        if (request.OrderId.Length is 0 or > SquareDefaults.MaxReferenceLength)
            throw Refused($"OrderId has 1 to {Text(SquareDefaults.MaxReferenceLength)} characters at Square.");
        var extras = request.Extras.Get<SquarePaymentExtras>();
        if (way != SquareWay.Token && extras?.TerminalPaymentType is null
            && request.Method is not (PaymentMethod.Unspecified or PaymentMethod.Card or PaymentMethod.CreditCard or PaymentMethod.DebitCard))
        {
            throw Refused(
                $"Square cannot be asked for {request.Method} alone: leave Method out, or charge a token of that method"
                + (way == SquareWay.Terminal ? ", or set SquarePaymentExtras.TerminalPaymentType." : "."), PaymentErrorCode.MethodUnavailable);
        }

        if (extras is not null)
            Check(request, extras, way);
        return extras;
    }

    private static void Check(PaymentRequest request, SquarePaymentExtras extras, SquareWay way)
    {
        if (extras.StatementDescription is { Length: > SquareDefaults.MaxStatementLength })
            throw Refused($"SquarePaymentExtras.StatementDescription has at most {Text(SquareDefaults.MaxStatementLength)} characters.");
        foreach (var (member, isSet, ways) in Uses(extras))
        {
            if (isSet && !ways.Contains(way))
                throw Refused($"SquarePaymentExtras.{member} is not for a payment {Name(way)}: leave it out.");
        }

        var token = request.PaymentToken?.Reveal();
        if (extras.CashReceived is not null && token != SquareDefaults.CashToken)
            throw Refused("SquarePaymentExtras.CashReceived belongs to the PaymentToken 'CASH'.");
        if ((extras.ExternalType ?? extras.ExternalSource) is not null && token != SquareDefaults.ExternalToken)
            throw Refused("SquarePaymentExtras.ExternalType and ExternalSource belong to the PaymentToken 'EXTERNAL'.");
        if (request.CaptureMode == CaptureMode.Automatic && (extras.HoldFor is not null || extras.HoldEnd != SquareHoldEnd.Cancel))
            throw Refused("SquarePaymentExtras.HoldFor and HoldEnd are for CaptureMode.Manual.");
    }

    private static (string Member, bool IsSet, SquareWay[] Ways)[] Uses(SquarePaymentExtras extras) =>
    [
        (nameof(extras.LocationId), extras.LocationId is not null, [SquareWay.Page, SquareWay.Token]),
        (nameof(extras.DeviceId), extras.DeviceId is not null, [SquareWay.Terminal]),
        (nameof(extras.TerminalPaymentType), extras.TerminalPaymentType is not null, [SquareWay.Terminal]),
        (nameof(extras.AllowTipping), extras.AllowTipping is not null, [SquareWay.Page, SquareWay.Terminal]),
        (nameof(extras.Tip), extras.Tip is not null, [SquareWay.Token, SquareWay.Terminal]),
        (nameof(extras.HoldFor), extras.HoldFor is not null, [SquareWay.Token, SquareWay.Terminal]),
        (nameof(extras.HoldEnd), extras.HoldEnd != SquareHoldEnd.Cancel, [SquareWay.Token, SquareWay.Terminal]),
        (nameof(extras.SquareOrderId), extras.SquareOrderId is not null, [SquareWay.Token, SquareWay.Terminal]),
        (nameof(extras.VerificationToken), extras.VerificationToken is not null, [SquareWay.Token]),
        (nameof(extras.CustomerInitiated), extras.CustomerInitiated is not null, [SquareWay.Token]),
        (nameof(extras.SellerKeyedIn), extras.SellerKeyedIn is not null, [SquareWay.Token]),
        (nameof(extras.StatementDescription), extras.StatementDescription is not null, [SquareWay.Token, SquareWay.Terminal]),
        (nameof(extras.CashReceived), extras.CashReceived is not null, [SquareWay.Token]),
        (nameof(extras.ExternalType), extras.ExternalType is not null, [SquareWay.Token]),
        (nameof(extras.ExternalSource), extras.ExternalSource is not null, [SquareWay.Token]),
    ];

    private static string Name(SquareWay way) => way switch
    {
        SquareWay.Page => "on Square's page",
        SquareWay.Token => "with a token",
        _ => "at a Terminal",
    };

    private static SquarePaymentOptions? Hold(PaymentRequest request, SquarePaymentExtras? extras, TimeSpan longest)
    {
        if (request.CaptureMode == CaptureMode.Automatic)
            return null;
        if (extras?.HoldFor is { } time && (time < SquareDefaults.MinHold || time > longest))
            throw Refused($"SquarePaymentExtras.HoldFor is 1 minute to {Text((int)longest.TotalHours)} hours for this payment.");
        return new SquarePaymentOptions
        {
            Autocomplete = false,
            DelayDuration = extras?.HoldFor is { } asked ? XmlConvert.ToString(asked) : null,
            DelayAction = extras?.HoldEnd == SquareHoldEnd.Complete ? "COMPLETE" : null,
        };
    }

    private static SquareExternalDetails? External(string token, SquarePaymentExtras? extras) => token != SquareDefaults.ExternalToken ? null
        : extras is { ExternalType: { Length: > 0 } type, ExternalSource: { Length: > 0 } source } ? new SquareExternalDetails { Type = type, Source = source }
        : throw Refused("The PaymentToken 'EXTERNAL' needs SquarePaymentExtras.ExternalType and ExternalSource: how and where it was paid.");

    private static SquareMoney? Part(PaymentRequest request, Money? part) => part is not { } money ? null
        : money.Currency == request.Amount.Currency && money.Amount >= 0 ? SquareAmounts.ToWire(money)
        : throw Refused("An amount of SquarePaymentExtras is in the payment's currency and not negative.", PaymentErrorCode.InvalidAmount);

    // Square adds the lines up and asks for their sum, so that they are sent only where it is the amount.
    private static SquareLine[] Lines(PaymentRequest request)
    {
        var items = request.Items is { Count: > 0 } given && SumsUp(given, request.Amount)
            ? given
            : [new PaymentItem { Name = string.IsNullOrWhiteSpace(request.Description) ? request.OrderId : request.Description, UnitPrice = request.Amount }];
        return [.. items.Select(item => new SquareLine
        {
            Name = ProviderText.Cut(item.Name, SquareDefaults.MaxItemNameLength)!,
            Quantity = Text(item.Quantity),
            BasePriceMoney = SquareAmounts.ToWire(item.UnitPrice),
        })];
    }

    private static bool SumsUp(IReadOnlyList<PaymentItem> items, Money amount) =>
        items.All(item => item.UnitPrice.Currency == amount.Currency && item is { Quantity: > 0, UnitPrice.Amount: >= 0, Name.Length: > 0 })
        && items.Sum(item => item.UnitPrice.Amount * item.Quantity) == amount.Amount;

    private static SquareBuyer? Buyer(PaymentCustomer? customer) => (Email(customer), Phone(customer)) switch
    {
        (null, null) => null,
        var (email, phone) => new SquareBuyer { BuyerEmail = email, BuyerPhoneNumber = phone },
    };

    private static string? Email(PaymentCustomer? customer) =>
        customer?.Email?.Reveal() is { Length: > 0 and <= SquareDefaults.MaxEmailLength } email && email.Contains('@', StringComparison.Ordinal) ? email : null;

    // Square refuses the whole payment for a number of another form, so that only an international one is sent.
    private static string? Phone(PaymentCustomer? customer)
    {
        if (customer?.Phone?.Reveal() is not { } phone || !phone.TrimStart().StartsWith('+'))
            return null;
        var digits = string.Concat(phone.Where(char.IsAsciiDigit));
        return digits.Length is >= 9 and <= 16 ? "+" + digits : null;
    }

    private static SquareAddress? Address(Sensitive<PaymentAddress>? address) => address?.Reveal() is not { } known ? null : new SquareAddress
    {
        AddressLine1 = known.Line1,
        AddressLine2 = known.Line2,
        Locality = known.City,
        AdministrativeDistrictLevel1 = known.Region,
        PostalCode = known.PostalCode,
        Country = known.CountryCode,
    };

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static PaymentRequestException Refused(string rule, PaymentErrorCode code = PaymentErrorCode.InvalidRequest, PaymentReference? payment = null) =>
        new(rule, code, payment);
}
