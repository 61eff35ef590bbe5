using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Payments.Http;

namespace Payments.Inicis;

/// <summary>
/// Takes the money of a payment that the payer agreed to: approves at the data centre that served the payer, compares, and undoes (net cancel) what this
/// very call may have taken without it being known, or taken wrongly.
/// </summary>
internal sealed class InicisApprover(
    string provider, InicisOptions options, ProviderHttpClient http, InicisAnswers answers, InicisReader reader, TimeProvider time)
{
    private readonly InicisHosts _hosts = new(options);

    internal async Task<Payment> ApproveAsync(InicisReturn back, PaymentReference payment, string orderId, Money amount, CancellationToken cancellationToken)
    {
        var charge = Prepare(back, payment, orderId, amount);
        ProviderResponse response;
        try
        {
            response = await SendAsync(charge, charge.Approval, charge.ApprovalFields, isUndoing: false, cancellationToken).ConfigureAwait(false);
        }
        catch (PaymentOutcomeUnknownException lost)
        {
            return await UndoneAsync(charge, lost).ConfigureAwait(false);
        }

        if (response.Error is { } error)
        {
            if (response.Outcome is PaymentOutcome.Unknown)
                return await UndoneAsync(charge, response.ToException()).ConfigureAwait(false);
            return error switch
            {
                { Kind: PaymentErrorKind.Declined } => ProviderAnswers.Declined(response, payment, amount, time.GetUtcNow()),
                { Code: PaymentErrorCode.DuplicateOrder } => await AlreadyAsync(response, payment, amount, cancellationToken).ConfigureAwait(false),

                // Our keys or our contract: the payment itself was not looked at. The same goes for what a gateway says, and for a time that was used.
                { Kind: PaymentErrorKind.Authentication } or { ProviderCode: null } or { Code: PaymentErrorCode.InProgress } => throw response.ToException(),
                _ => ProviderAnswers.Declined(response, payment, amount, time.GetUtcNow()) with
                {
                    Attention = error.Code == PaymentErrorCode.Mismatch ? PaymentAttention.Review : PaymentAttention.None,
                },
            };
        }

        if (InicisApproval.Read(response, back.IsMobile) is not { Tid.Length: > 0 } approval)
            return await UndoneAsync(charge, response.Unreadable("it is not an approval")).ConfigureAwait(false);
        if (Difference(approval, charge) is not { } difference)
            return answers.Approved(approval, payment, amount, response.Date);

        var mismatch = new PaymentConflictException(
            $"{provider}: what was approved is not what was asked for: {difference}. It was net-cancelled, so nothing was taken.",
            new PaymentError { Kind = PaymentErrorKind.Conflict, Code = PaymentErrorCode.Mismatch },
            PaymentOutcome.Refused,
            payment);
        await UndoAsync(charge, mismatch).ConfigureAwait(false);
        throw mismatch;
    }

    /// <summary>A payment that was approved before: it is read, and is the answer if it is what was asked for.</summary>
    internal async Task<Payment> ApprovedBeforeAsync(PaymentReference payment, Money amount, CancellationToken cancellationToken)
    {
        var read = await reader.PaymentAsync(payment, PaymentOperations.Confirm, cancellationToken).ConfigureAwait(false);
        if (read is { Attention: PaymentAttention.None } && read.Amount == amount && (payment.OrderId ?? read.Reference.OrderId) == read.Reference.OrderId)
            return read;
        throw new PaymentConflictException(
            $"{provider}: the order was paid already, and not as it was asked for now.",
            new PaymentError { Kind = PaymentErrorKind.Conflict, Code = PaymentErrorCode.Mismatch },
            PaymentOutcome.Refused,
            PaymentReference.FromPayment(read));
    }

    // Never undone: another call has made it.
    private async Task<Payment> AlreadyAsync(ProviderResponse response, PaymentReference payment, Money amount, CancellationToken cancellationToken)
    {
        try
        {
            return await ApprovedBeforeAsync(payment.With(null), amount, cancellationToken).ConfigureAwait(false);
        }
        catch (PaymentNotFoundException)
        {
            throw response.ToException();
        }
    }

    private Charge Prepare(InicisReturn back, PaymentReference payment, string orderId, Money amount)
    {
        var price = InicisMoney.ToWire(amount, payment);
        var host = _hosts.Of(back, payment);
        var token = back.Token ?? throw Refused("brings no token (authToken, P_TID)");
        if (back.MerchantId is not null && back.MerchantId != options.MerchantId)
            throw Refused("is of another merchant");
        if (back.OrderId is not null && back.OrderId != orderId)
            throw Refused("is of another order");
        if (back.Amount is not null && InicisMoney.FromWire(back.Amount, amount.Currency) != amount)
            throw Refused("is of another amount");
        if (back.Mark is not null && !InicisSignatures.IsMark(options, orderId, price, back.Mark))
            throw Refused("was not made for this order and amount");
        var timestamp = time.GetUtcNow().ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        return back.IsMobile ? Mobile(token) : Standard(token);

        Charge Standard(string authToken)
        {
            var fields = new InicisFields
            {
                ["mid"] = options.MerchantId,
                ["authToken"] = authToken,
                ["timestamp"] = timestamp,
                ["signature"] = InicisSignatures.Approval(authToken, timestamp),
                ["verification"] = InicisSignatures.ApprovalVerification(authToken, options.SignKey, timestamp),
                ["charset"] = InicisDefaults.Charset,
                ["format"] = "JSON",
            };
            return new Charge(payment, orderId, amount, host, timestamp)
            {
                Approval = InicisDefaults.Approval,
                ApprovalFields = fields.With("price", price),
                NetCancel = InicisDefaults.NetCancel,
                NetCancelFields = fields,
            };
        }

        Charge Mobile(string tid) => new(payment, orderId, amount, host, timestamp)
        {
            Approval = InicisDefaults.MobileApproval,
            ApprovalFields = new InicisFields { ["P_MID"] = options.MerchantId, ["P_TID"] = tid },
            NetCancel = InicisDefaults.MobileNetCancel,
            NetCancelFields = new InicisFields
            {
                ["P_MID"] = options.MerchantId,
                ["P_TID"] = tid,
                ["P_AMT"] = price,
                ["P_OID"] = orderId,
                ["P_TIMESTAMP"] = timestamp,
                ["P_CHKFAKE"] = InicisSignatures.Mobile(price, orderId, timestamp, options.HashKey ?? throw new PaymentRequestException(
                    "Mobile payments need InicisOptions.HashKey: without it an approval could not be undone.", payment: payment)),
            },
        };

        PaymentRequestException Refused(string reason) =>
            new($"The payer's return {reason}: it is not believed, and nothing was approved.", PaymentErrorCode.Mismatch, payment);
    }

    private string? Difference(InicisApproval approval, Charge charge)
    {
        var currency = InicisMoney.CurrencyOf(approval.Currency, charge.Amount.Currency);
        return approval.MerchantId != options.MerchantId ? "another merchant"
            : approval.OrderId != charge.OrderId ? "another order"
            : InicisMoney.FromWire(approval.Amount, currency) != charge.Amount ? "another amount"
            : charge.Approval == InicisDefaults.Approval
                && !IsSame(
                    approval.Signature,
                    InicisSignatures.Answer(approval.OrderId, approval.MerchantId, approval.Amount!, charge.Timestamp)) ? "its checksum (authSignature)"
            : null;
    }

    // Hexadecimal, in either case.
    private static bool IsSame(string? claimed, string expected) => CryptographicOperations.FixedTimeEquals(
        Encoding.UTF8.GetBytes((claimed ?? "").ToUpperInvariant()), Encoding.UTF8.GetBytes(expected.ToUpperInvariant()));

    private async Task<Payment> UndoneAsync(Charge charge, PaymentException cause)
    {
        var asOf = await UndoAsync(charge, cause).ConfigureAwait(false);
        return answers.Undone(charge.Payment, charge.Amount, cause.Error, asOf);
    }

    /// <summary>Net-cancels; for nothing but this. Where that fails, too, nobody knows what was taken.</summary>
    private async Task<DateTimeOffset?> UndoAsync(Charge charge, PaymentException cause)
    {
        PaymentException failure;
        try
        {
            var response = await SendAsync(charge, charge.NetCancel, charge.NetCancelFields, isUndoing: true, CancellationToken.None).ConfigureAwait(false);
            if (InicisErrors.IsSuccess(response, charge.NetCancel))
                return response.Date;
            failure = response.Error is null ? response.Unreadable("it does not say that the approval was undone") : response.ToException();
        }
        catch (PaymentException exception)
        {
            failure = exception;
        }

        throw new PaymentOutcomeUnknownException(
            $"{provider}: whether the approval took the money is not known ({cause.Error.Code}), and its net cancel failed ({failure.Error.Code}): "
            + "read the payment by its order, or look at the merchant admin.",
            cause.Error with { Retry = PaymentRetry.AfterReading },
            charge.Payment,
            failure);
    }

    private Task<ProviderResponse> SendAsync(
        Charge charge, InicisEndpoint endpoint, InicisFields fields, bool isUndoing, CancellationToken cancellationToken) => http.SendAsync(
            new ProviderRequest
            {
                Method = HttpMethod.Post,
                BaseAddress = charge.Host,
                Path = endpoint.Path,
                Kind = ProviderCallKind.Write,
                Operation = PaymentOperations.Confirm,
                Payment = charge.Payment,
                Body = fields.ToBody(),
                Deadline = isUndoing ? options.NetCancelTimeout : null,
                BypassCircuit = isUndoing,
            },
            cancellationToken);

    /// <summary>One approval and what undoes it. A class, since it holds a one-shot token.</summary>
    private sealed class Charge(PaymentReference payment, string orderId, Money amount, Uri host, string timestamp)
    {
        internal PaymentReference Payment { get; } = payment;

        internal string OrderId { get; } = orderId;

        internal Money Amount { get; } = amount;

        internal Uri Host { get; } = host;

        internal string Timestamp { get; } = timestamp;

        internal required InicisEndpoint Approval { get; init; }

        internal required InicisFields ApprovalFields { get; init; }

        internal required InicisEndpoint NetCancel { get; init; }

        internal required InicisFields NetCancelFields { get; init; }
    }
}
