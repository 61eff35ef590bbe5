using System.Text;
using Payments.Http;

namespace Payments.Inicis;

/// <summary>INIAPI's calls: version 2 (JSON), and version 1 (forms) for virtual accounts, which version 2 does not refund.</summary>
internal sealed class InicisApi(ProviderHttpClient http, InicisOptions options, TimeProvider time)
{
    private readonly InicisTimestamps _timestamps = new(time);

    /// <summary>Reads a transaction by its id, or by the order where there is none.</summary>
    internal Task<ProviderResponse> InquireAsync(
        string? tid, string? orderId, PaymentReference? payment, PaymentOperations operation, CancellationToken cancellationToken) => JsonAsync(
            InicisDefaults.Inquiry, ProviderCallKind.Read, operation, payment, "inquiry", Canonical(tid is not null ? ("tid", tid) : ("oid", orderId!)), cancellationToken);

    /// <summary>Gives back the whole of an untouched payment.</summary>
    internal Task<ProviderResponse> RefundAsync(string tid, string message, PaymentReference payment, CancellationToken cancellationToken) => JsonAsync(
        InicisDefaults.Refund,
        ProviderCallKind.Write,
        PaymentOperations.Refund,
        payment,
        "refund",
        Canonical(("tid", tid), ("msg", message)),
        cancellationToken);

    /// <summary>Gives back a part, or what earlier parts have left.</summary>
    internal Task<ProviderResponse> RefundPartAsync(
        string tid, string message, InicisPart part, PaymentReference payment, CancellationToken cancellationToken) => JsonAsync(
            InicisDefaults.PartialRefund,
            ProviderCallKind.Write,
            PaymentOperations.Refund,
            payment,
            "partialRefund",
            Canonical(
                ("tid", tid), ("msg", message), ("price", part.Price), ("confirmPrice", part.Left), ("currency", part.Currency), ("tax", part.Tax),
                ("taxfree", part.TaxFree)),
            cancellationToken);

    /// <summary>Gives back the money of a virtual account, to the payer's bank account; <paramref name="part"/> null for the whole.</summary>
    internal Task<ProviderResponse> RefundAccountAsync(
        string tid, string message, InicisPart? part, RefundBankAccount account, PaymentReference payment, CancellationToken cancellationToken)
    {
        var number = InicisSignatures.Encrypt(options.ApiKey, options.ApiIv, account.AccountNumber);
        var type = part is null ? "Refund" : "PartialRefund";
        return FormAsync(PaymentOperations.Refund, payment, type, "Vacct", tid, message, part, (account, number), cancellationToken);
    }

    /// <summary>Closes a virtual account to which nothing was paid.</summary>
    internal Task<ProviderResponse> CloseAccountAsync(string tid, string message, PaymentReference payment, CancellationToken cancellationToken) =>
        FormAsync(PaymentOperations.Cancel, payment, "Refund", "GVacct", tid, message, part: null, to: null, cancellationToken);

    private Task<ProviderResponse> FormAsync(
        PaymentOperations operation,
        PaymentReference payment,
        string type,
        string method,
        string tid,
        string message,
        InicisPart? part,
        (RefundBankAccount Account, string Number)? to,
        CancellationToken cancellationToken)
    {
        return SendAsync(InicisDefaults.AccountRefund, ProviderCallKind.Write, operation, payment, Body, cancellationToken);

        ProviderBody Body(string timestamp) => new InicisFields
        {
            ["type"] = type,
            ["paymethod"] = method,
            ["timestamp"] = timestamp,
            ["clientIp"] = options.ClientIp,
            ["mid"] = options.MerchantId,
            ["tid"] = tid,
            ["msg"] = message,
            ["price"] = part?.Price,
            ["confirmPrice"] = part?.Left,
            ["currency"] = part?.Currency,
            ["tax"] = part?.Tax,
            ["taxFree"] = part?.TaxFree,
            ["refundAcctNum"] = to?.Number,
            ["refundBankCode"] = to?.Account.BankCode,
            ["refundAcctName"] = to?.Account.HolderName,
            ["hashData"] = InicisSignatures.Api(
                options.ApiKey, type, method, timestamp, options.ClientIp, options.MerchantId, tid, part?.Price ?? "", part?.Left ?? "", to?.Number ?? ""),
        }.ToBody();
    }

    // The text that is hashed is the text that is sent.
    private Task<ProviderResponse> JsonAsync(
        InicisEndpoint endpoint,
        ProviderCallKind kind,
        PaymentOperations operation,
        PaymentReference? payment,
        string type,
        string data,
        CancellationToken cancellationToken)
    {
        var (mid, ip) = (options.MerchantId, options.ClientIp);
        return SendAsync(endpoint, kind, operation, payment, Body, cancellationToken);

        ProviderBody Body(string timestamp)
        {
            var hash = InicisSignatures.Api(options.ApiKey, mid, type, timestamp, data);
            return ProviderBody.Text(
                $$"""{"mid":"{{mid}}","type":"{{type}}","timestamp":"{{timestamp}}","clientIp":"{{ip}}","data":{{data}},"hashData":"{{hash}}"}""", "application/json");
        }
    }

    // A second is good for one attempt, not for the one that repeats it.
    private Task<ProviderResponse> SendAsync(
        InicisEndpoint endpoint,
        ProviderCallKind kind,
        PaymentOperations operation,
        PaymentReference? payment,
        Func<string, ProviderBody> bodyAt,
        CancellationToken cancellationToken) => http.SendAsync(
            new ProviderRequest
            {
                Method = HttpMethod.Post,
                Path = endpoint.Path,
                Kind = kind,
                Operation = operation,
                Payment = payment,
                BodyOfAttempt = async ending => bodyAt(await _timestamps.TakeAsync(kind, ending).ConfigureAwait(false)),
            },
            cancellationToken);

    /// <summary>
    /// An object of texts as Inicis writes it again before it hashes: in this order, no blanks, nothing escaped but quotation marks and backslashes. The
    /// encoders of System.Text.Json escape more.
    /// </summary>
    internal static string Canonical(params ReadOnlySpan<(string Name, string Value)> data)
    {
        var text = new StringBuilder("{");
        foreach (var (name, value) in data)
        {
            text.Append(text.Length > 1 ? "," : "").Append('"').Append(name).Append("\":\"");
            foreach (var c in value)
            {
                if (c is '"' or '\\')
                    text.Append('\\');
                text.Append(char.IsControl(c) ? ' ' : c);
            }

            text.Append('"');
        }

        return text.Append('}').ToString();
    }
}

/// <summary>A refund of a part, in the wire's digits.</summary>
/// <param name="Price">How much.</param>
/// <param name="Left">What is left after it: Inicis refuses the refund if that is wrong, so the same one cannot succeed twice.</param>
/// <param name="Currency">The currency.</param>
/// <param name="Tax">The tax in it.</param>
/// <param name="TaxFree">The part of it that is free of tax.</param>
internal sealed record InicisPart(string Price, string Left, string Currency, string Tax, string TaxFree);
