using Payments.Http;

namespace Payments.NaverPay;

/// <summary>What the payer's browser brought back. Nothing of it is signed.</summary>
internal sealed record NaverPayReturn(string? ResultCode, string? PaymentId, string? ReserveId, string? Message)
{
    private const int MaxIdLength = 100;

    /// <summary>Whether the payer is said to have agreed. He has not paid.</summary>
    internal bool IsSuccess => NaverPayErrors.Is(ResultCode, NaverPayDefaults.Success);

    /// <summary>Why he is said not to have. Null when the return says nothing.</summary>
    internal PaymentError? Error
    {
        get
        {
            if (ResultCode is null || IsSuccess)
                return null;
            var code = NaverPayMapping.Returns.GetValueOrDefault(Message ?? "", NaverPayMapping.Returns.GetValueOrDefault(ResultCode));
            return PaymentErrors.Masked(PaymentErrors.Create(PaymentErrorKind.Declined, code, ResultCode) with { PayerMessage = Message });
        }
    }

    internal static NaverPayReturn Of(IReadOnlyDictionary<string, string> parameters)
    {
        return new NaverPayReturn(
            Get("resultCode"),
            Get("paymentId"),
            Get("reserveId"),
            Get("resultMessage"));

        string? Get(string name) => parameters.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;
    }

    /// <summary>The payment that the payer brought, for the reserve that the shop made.</summary>
    internal string PaymentIdFor(PaymentReference payment)
    {
        if (PaymentId is not { Length: <= MaxIdLength } id || !id.All(c => c is > ' ' and <= '~'))
        {
            throw new PaymentRequestException(
                "The payer agreed, but ReturnParameters holds no paymentId: give the query of the return address as it came.", payment: payment);
        }

        if (ReserveId is { } reserve && payment.GetRelated(NaverPayDefaults.ReserveKind) is { } made && reserve != made)
            throw new PaymentRequestException("The payer came back from another reserve than this payment's: nothing was sent.", PaymentErrorCode.Mismatch, payment);
        return id;
    }
}
