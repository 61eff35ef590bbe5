using System.Globalization;
using System.Text.Json;
using Payments.Http;

namespace Payments.Toss;

/// <summary>Writes the bodies of the calls.</summary>
internal static class TossRequests
{
    internal static ProviderBody Window(PaymentRequest request, TossTerms terms)
    {
        var extras = request.Extras.Get<TossPaymentExtras>();
        return ProviderBody.Json(
            new TossWindowRequest
            {
                Method = terms.Method!,
                Amount = terms.Amount,
                Currency = request.Amount.Currency.Code,
                OrderId = request.OrderId,
                OrderName = terms.OrderName,
                SuccessUrl = request.ReturnUrl!.OriginalString,
                FailUrl = (request.CancelUrl ?? request.ReturnUrl).OriginalString,
                FlowMode = terms.IsDirect ? "DIRECT" : null,
                EasyPay = extras?.EasyPay,
                CardCompany = extras?.CardCompany,
                CardInstallmentPlan = terms.Installments,
                UseInternationalCardOnly = terms.IsInternational ? true : null,
                Provider = terms.ForeignWallet,
                Country = terms.ForeignWallet is null ? null : request.CountryCode,
                DueDate = terms.DueDate,
                UseEscrow = extras?.UseEscrow,
                CashReceipt = Receipt(extras),
                TaxFreeAmount = terms.TaxFreeAmount,
                CustomerName = Name(request),
                CustomerEmail = request.Customer?.Email?.Reveal(),
                CustomerMobilePhone = TossRules.Phone(request.Customer?.Phone),
                Metadata = request.Metadata.Count == 0 ? null : request.Metadata,
            },
            TossRequestJson.Default.TossWindowRequest);
    }

    internal static ProviderBody Account(PaymentRequest request, TossTerms terms)
    {
        var extras = request.Extras.Get<TossPaymentExtras>()!;
        return ProviderBody.Json(
            new TossAccountRequest
            {
                Amount = terms.Amount,
                OrderId = request.OrderId,
                OrderName = terms.OrderName,
                CustomerName = Name(request)!,
                Bank = extras.Bank!,
                AccountKey = extras.AccountKey,
                DueDate = terms.DueDate,
                CustomerEmail = request.Customer?.Email?.Reveal(),
                CustomerMobilePhone = TossRules.Phone(request.Customer?.Phone),
                TaxFreeAmount = terms.TaxFreeAmount,
                UseEscrow = extras.UseEscrow,
                EscrowProducts = terms.EscrowProducts,
                CashReceipt = Receipt(extras),
            },
            TossRequestJson.Default.TossAccountRequest);
    }

    internal static ProviderBody Billing(PaymentRequest request, TossTerms terms) => ProviderBody.Json(
        new TossBillingRequest
        {
            CustomerKey = request.CustomerId!,
            Amount = terms.Amount,
            OrderId = request.OrderId,
            OrderName = terms.OrderName,
            CardInstallmentPlan = terms.Installments,
            TaxFreeAmount = terms.TaxFreeAmount,
            CustomerName = Name(request),
            CustomerEmail = request.Customer?.Email?.Reveal(),
        },
        TossRequestJson.Default.TossBillingRequest);

    /// <summary>What the page calls the SDK with, as JSON.</summary>
    internal static string ClientSdk(PaymentRequest request, TossTerms terms, string? clientKey)
    {
        var extras = request.Extras.Get<TossPaymentExtras>();
        var amount = new TossSdkAmount { Currency = request.Amount.Currency.Code, Value = terms.Amount };
        var isWidget = terms.Method is null;
        var parameters = new TossSdkParameters
        {
            ClientKey = clientKey,
            CustomerKey = request.CustomerId,
            Amount = isWidget ? amount : null,
            RequestPayment = new TossSdkRequest
            {
                Method = terms.Method,
                Amount = isWidget ? null : amount,
                OrderId = request.OrderId,
                OrderName = terms.OrderName,
                SuccessUrl = request.ReturnUrl!.OriginalString,
                FailUrl = (request.CancelUrl ?? request.ReturnUrl).OriginalString,
                CustomerName = Name(request),
                CustomerEmail = request.Customer?.Email?.Reveal(),
                CustomerMobilePhone = TossRules.Phone(request.Customer?.Phone),
                TaxFreeAmount = terms.TaxFreeAmount,
                Metadata = request.Metadata.Count == 0 ? null : request.Metadata,
                Card = terms.Method == "CARD" ? Options(request, terms, extras) : null,
                VirtualAccount = terms.Method == "VIRTUAL_ACCOUNT" ? Options(request, terms, extras) : null,
                Transfer = terms.Method == "TRANSFER" ? Options(request, terms, extras) : null,
                ForeignEasyPay = terms.ForeignWallet is { } wallet ? new TossSdkForeignWallet { Provider = wallet, Country = request.CountryCode! } : null,
            },
        };
        return JsonSerializer.Serialize(parameters, TossRequestJson.Default.TossSdkParameters);
    }

    internal static ProviderBody Confirm(TossConfirmation confirmation) => ProviderBody.Json(
        new TossConfirmRequest
        {
            PaymentKey = confirmation.PaymentKey,
            OrderId = confirmation.OrderId,
            Amount = TossMoney.ToWire(confirmation.Amount),
            CustomerKey = confirmation.BrandPayCustomer,
        },
        TossRequestJson.Default.TossConfirmRequest);

    /// <summary>A cancel of a payment that is not paid, and of a charge that was not meant.</summary>
    internal static ProviderBody Cancel(string? reason) => ProviderBody.Json(
        new TossCancelRequest { CancelReason = ReasonOf(reason, "Cancelled by the merchant") }, TossRequestJson.Default.TossCancelRequest);

    /// <summary>
    /// A refund of what the payment is now. The balance goes along, so that nothing is given back if somebody else was first; all that is left is asked
    /// for by leaving the amount out.
    /// </summary>
    internal static ProviderBody Refund(RefundRequest request, TossPayment payment)
    {
        var amount = request.Amount is { } asked ? TossMoney.ToWire(asked, request.Payment) : (decimal?)null;
        var currency = string.IsNullOrEmpty(payment.Currency) ? Currency.KRW : Currency.FromCode(payment.Currency);
        if (amount <= 0)
            throw Refused("The amount must be above zero: leave Amount out for all that is left.", PaymentErrorCode.InvalidAmount);
        if (request.Amount is { } money && money.Currency != currency)
            throw Refused($"The refund is in {money.Currency.Code}, the payment in {currency.Code}.", PaymentErrorCode.InvalidAmount);
        var isPart = amount is not null && amount != payment.BalanceAmount;
        if (isPart && payment.IsPartialCancelable == false && amount < payment.BalanceAmount)
            throw Refused("Toss Payments refunds this payment as a whole only: leave Amount out.", PaymentErrorCode.NotPermitted);
        return ProviderBody.Json(
            new TossCancelRequest
            {
                CancelReason = ReasonOf(request.Reason, "Refunded by the merchant"),
                CancelAmount = isPart ? amount : null,
                RefundableAmount = TossMoney.FromWire(payment.BalanceAmount, null)?.Amount,
                Currency = currency == Currency.KRW ? null : currency.Code,
                TaxFreeAmount = TossRules.TaxFree(request.Tax, request.Amount ?? new Money(payment.BalanceAmount ?? 0, currency), request.Payment),
                RefundReceiveAccount = RefundAccount(request, payment),
            },
            TossRequestJson.Default.TossCancelRequest);

        PaymentRequestException Refused(string rule, PaymentErrorCode code) => new(rule, code, request.Payment);
    }

    private static TossRefundAccount? RefundAccount(RefundRequest request, TossPayment payment)
    {
        if (request.BankAccount?.Reveal() is not { } account)
        {
            return !payment.IsVirtualAccount ? null
                : TossState.RefundAccountOf(payment, request.Payment.Known)
                    ?? throw Refused("BankAccount is missing: what was deposited to a virtual account goes back to an account of the payer's.");
        }

        if (!payment.IsVirtualAccount)
            throw Refused("Toss Payments pays a refund back to where the money came from, except for virtual accounts: leave BankAccount out.");
        if (account.AccountNumber.Length is 0 or > TossDefaults.MaxAccountNumberLength || !account.AccountNumber.All(char.IsAsciiDigit))
            throw Refused($"BankAccount.AccountNumber has 1 to {Text(TossDefaults.MaxAccountNumberLength)} digits, without hyphens and blanks.");
        if (account.AccountNumber == payment.VirtualAccount?.AccountNumber)
            throw Refused("BankAccount is the virtual account itself: give an account of the payer's.");
        if (account.HolderName.Length is 0 or > TossDefaults.MaxHolderNameLength)
            throw Refused($"BankAccount.HolderName has 1 to {Text(TossDefaults.MaxHolderNameLength)} characters.");
        if (account.BankCode.Length == 0)
            throw Refused("BankAccount.BankCode is missing: give the bank's code with its leading zero, or its English name.");
        return new TossRefundAccount { Bank = account.BankCode, AccountNumber = account.AccountNumber, HolderName = account.HolderName };

        PaymentRequestException Refused(string rule) => new(rule, payment: request.Payment);
    }

    private static TossSdkOptions? Options(PaymentRequest request, TossTerms terms, TossPaymentExtras? extras)
    {
        var options = new TossSdkOptions
        {
            FlowMode = terms.IsDirect ? "DIRECT" : null,
            EasyPay = extras?.EasyPay,
            CardCompany = extras?.CardCompany,
            CardInstallmentPlan = terms.Installments,
            UseInternationalCardOnly = terms.IsInternational ? true : null,
            Language = terms.IsInternational ? Language(request.Locale) : null,
            DueDate = terms.DueDate,
            UseEscrow = extras?.UseEscrow,
            EscrowProducts = terms.EscrowProducts,
            CashReceipt = Receipt(extras),
        };
        return options is
        {
            FlowMode: null, CardInstallmentPlan: null, UseInternationalCardOnly: null, Language: null, DueDate: null, UseEscrow: null, EscrowProducts: null,
            CashReceipt: null,
        }
            ? null
            : options;
    }

    // The window for foreign cards has four languages; it chooses by the currency where none is said.
    private static string? Language(string? tag) => tag?.Split('-')[0].ToUpperInvariant() is "KO" or "EN" or "JA" or "ZH" ? tag.Split('-')[0].ToUpperInvariant() : null;

    private static TossReceiptRequest? Receipt(TossPaymentExtras? extras) => extras?.CashReceipt is { } kind
        ? new TossReceiptRequest { Type = TossMapping.CashReceipts[kind], RegistrationNumber = extras.CashReceiptNumber?.Reveal() }
        : null;

    private static string? Name(PaymentRequest request) => ProviderText.Cut(request.Customer?.Name?.Reveal(), TossDefaults.MaxNameLength);

    private static string ReasonOf(string? reason, string otherwise) =>
        ProviderText.Cut(string.IsNullOrWhiteSpace(reason) ? otherwise : reason, TossDefaults.MaxReasonLength)!;

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
