using Payments.Http;

namespace Payments.Inicis;

/// <summary>
/// Gives money back and closes virtual accounts. Inicis remembers no key, so the payment is read first: which call empties it depends on what was given
/// back before, and what has to be left after a part is Inicis' own lock against giving back twice.
/// </summary>
internal sealed class InicisRefunder(IPaymentProvider provider, InicisApi api, InicisReader reader, TimeProvider time)
{
    internal async Task<Refund> RefundAsync(RefundRequest request, CancellationToken cancellationToken)
    {
        var account = AccountOf(request);
        var read = await reader.PaymentAsync(request.Payment, PaymentOperations.Refund, cancellationToken).ConfigureAwait(false);
        if (read.Status is PaymentStatus.Unknown || read is { RefundedAmount: null, Reference.PaymentId: not null })
        {
            throw new PaymentConflictException(
                $"Inicis says '{read.ProviderStatus}', which does not tell what was taken and what was given back: look at the merchant admin.",
                PaymentErrorCode.InvalidState,
                request.Payment);
        }

        if (read is not { CapturedAmount: { IsPositive: true } captured, RefundedAmount: { } refunded, Reference.PaymentId: { } tid })
            throw new PaymentConflictException("Nothing was taken: cancel the payment instead.", PaymentErrorCode.InvalidState, request.Payment);
        var left = captured - refunded;
        if (!left.IsPositive)
        {
            return Ours(request, read, request.Amount ?? captured) ?? throw new PaymentConflictException(
                "Nothing is left to give back.", PaymentErrorCode.AlreadyRefunded, request.Payment);
        }

        var amount = Check(request, read, left);
        var part = amount == left && refunded.IsZero ? null : Part(request, amount, left);
        var message = string.IsNullOrWhiteSpace(request.Reason) ? request.Reference : request.Reason;
        var response = account is not null
            ? await api.RefundAccountAsync(tid, message, part, account, request.Payment, cancellationToken).ConfigureAwait(false)
            : part is null
                ? await api.RefundAsync(tid, message, request.Payment, cancellationToken).ConfigureAwait(false)
                : await api.RefundPartAsync(tid, message, part, request.Payment, cancellationToken).ConfigureAwait(false);
        if (response.Error is { } error)
        {
            if (error.Kind == PaymentErrorKind.Declined || (error.Kind == PaymentErrorKind.InvalidRequest && InicisMapping.RefundRefusals.Contains(error.Code)))
                return ProviderAnswers.Refused(response, request, provider.Name, time.GetUtcNow());
            return error.Code == PaymentErrorCode.AlreadyRefunded
                ? await MadeBeforeAsync(response, request, amount, cancellationToken).ConfigureAwait(false) ?? throw response.ToException()
                : throw response.ToException();
        }

        return Answer(response, request, read, part is null ? InicisRefunds.FullId(tid) : null, amount);
    }

    internal async Task<Payment> CancelAsync(CancelRequest request, CancellationToken cancellationToken)
    {
        var payment = request.Payment;
        var read = await reader.PaymentAsync(payment, PaymentOperations.Cancel, cancellationToken).ConfigureAwait(false);
        if (read.Reference.PaymentId is null)
            return Closed(read);
        if (read.Status is not PaymentStatus.Pending)
            return Ended(read, payment);

        var message = string.IsNullOrWhiteSpace(request.Reason) ? "cancelled" : request.Reason;
        var response = await api.CloseAccountAsync(read.Reference.PaymentId, message, payment, cancellationToken).ConfigureAwait(false);
        if (response.Error is { Kind: PaymentErrorKind.Conflict or PaymentErrorKind.InvalidRequest })
            return Ended(await reader.PaymentAsync(payment, PaymentOperations.Cancel, cancellationToken).ConfigureAwait(false), payment);
        var answer = response.Read(InicisJson.Default.InicisRefundAnswer);
        if (!InicisErrors.IsSuccess(response, InicisDefaults.AccountRefund))
            throw response.Unreadable("it does not say that the account was closed");
        return read with { Status = PaymentStatus.Cancelled, ProviderStatus = answer.ResultCode ?? "", NextAction = null, AsOf = response.Date };
    }

    // Nothing exists at Inicis: the payer may have the window open, but only our own approval could take the money, and from now on it will not be made.
    private static Payment Closed(Payment read) =>
        read.Status is PaymentStatus.Expired or PaymentStatus.Failed ? read : read with { Status = PaymentStatus.Cancelled, NextAction = null, IsRemembered = false };

    private static Payment Ended(Payment read, PaymentReference payment) => read.Status switch
    {
        PaymentStatus.Cancelled or PaymentStatus.Expired => read,
        _ when read.CapturedAmount is { IsPositive: true } => throw new PaymentConflictException(
            "The money was taken: refund it instead.", PaymentErrorCode.AlreadyCaptured, payment),
        _ => throw new PaymentConflictException($"It is {read.Status}, and cannot be cancelled now.", PaymentErrorCode.InvalidState, payment),
    };

    private Money Check(RefundRequest request, Payment read, Money left)
    {
        var isAccount = read.Method == PaymentMethod.VirtualAccount;
        ProviderRules.Check(provider, request, isAccount ? RequestFeatures.RefundAccount : RequestFeatures.None);
        if (isAccount && request.BankAccount is null)
        {
            throw new PaymentRequestException(
                "Money of a virtual account goes back to a bank account of the payer: give RefundRequest.BankAccount.", payment: request.Payment);
        }

        var amount = request.Amount ?? left;
        if (amount.Currency != left.Currency)
            throw new PaymentRequestException($"The payment is in {left.Currency.Code}.", PaymentErrorCode.InvalidAmount, request.Payment);
        if (amount > left)
            throw new PaymentConflictException($"A refund of {amount} is more than the {left} that is left.", PaymentErrorCode.AmountTooLarge, request.Payment);
        if (request.Extras.Get<InicisRefundExtras>()?.ExpectedRemaining is { } expected && expected != left)
        {
            throw new PaymentConflictException(
                $"{left} is left and not {expected}: another refund was made, perhaps this one.", PaymentErrorCode.InvalidState, request.Payment);
        }

        return amount;
    }

    private static InicisPart Part(RefundRequest request, Money amount, Money left)
    {
        var rest = left - amount;
        return new InicisPart(
            InicisMoney.ToWire(amount, request.Payment),
            Digits(rest),
            InicisMoney.CodeOf(amount.Currency),
            Digits(request.Tax?.Vat),
            Digits(request.Tax?.TaxFree));

        string Digits(Money? money) => money is { IsPositive: true } some ? InicisMoney.ToWire(some, request.Payment) : "0";
    }

    // All of it went back since it was read: by our own refund perhaps, whose answer was lost. Without our own record nothing tells that.
    private async Task<Refund?> MadeBeforeAsync(ProviderResponse response, RefundRequest request, Money amount, CancellationToken cancellationToken)
    {
        if (request.Payment.Known is null)
            return null;
        try
        {
            return Ours(request, await reader.PaymentAsync(request.Payment, PaymentOperations.Refund, cancellationToken).ConfigureAwait(false), amount);
        }
        catch (PaymentException cause)
        {
            throw ProviderExceptions.NotRead(response, request.Payment, cause);
        }
    }

    // The state that our own refund has reached, where our own record has it; or where there is one of just this amount that our record gives to no other
    // reference, so that only a lost answer explains it.
    private static Refund? Ours(RefundRequest request, Payment read, Money amount)
    {
        if (request.Payment.Known is not { } known)
            return null;
        var recorded = InicisRefunds.Known(known).FirstOrDefault(refund =>
            refund.Reference == request.Reference && refund.Status is RefundStatus.Completed or RefundStatus.Pending && refund.Amount == amount);
        var unclaimed = InicisRefunds.Known(read).Where(refund => refund.Reference is null && refund.Amount == amount).Take(2).ToList();
        return recorded ?? (unclaimed is [var only] ? only with { Reference = request.Reference } : null);
    }

    // Only digits are encrypted and sent; people write them with hyphens.
    private static RefundBankAccount? AccountOf(RefundRequest request)
    {
        if (request.BankAccount?.Reveal() is not { } account)
            return null;
        var number = string.Concat(account.AccountNumber.Where(c => c != '-' && !char.IsWhiteSpace(c)));
        return number.Length == 0 || !number.All(char.IsAsciiDigit) ? throw Refused("AccountNumber must be the digits of the account; '-' and blanks may be between them")
            : string.IsNullOrWhiteSpace(account.BankCode) ? throw Refused("BankCode must be Inicis' number of the bank, such as 88")
            : string.IsNullOrWhiteSpace(account.HolderName) ? throw Refused("HolderName must name the holder of the account")
            : account with { AccountNumber = number };

        PaymentRequestException Refused(string rule) => new($"RefundRequest.BankAccount.{rule}.", payment: request.Payment);
    }

    private Refund Answer(ProviderResponse response, RefundRequest request, Payment read, string? fullId, Money amount)
    {
        var answer = response.Read(InicisJson.Default.InicisRefundAnswer);
        if (!InicisErrors.IsSuccess(response, InicisDefaults.Refund) || (fullId is null && string.IsNullOrEmpty(answer.Tid)))
            throw response.Unreadable("it does not say which refund was made");
        return new Refund
        {
            Provider = provider.Name,
            RefundId = fullId ?? answer.Tid,
            Reference = request.Reference,
            Payment = read.Reference,

            // The bank transfer to the payer comes after the answer.
            Status = request.BankAccount is null ? RefundStatus.Completed : RefundStatus.Pending,
            ProviderStatus = answer.ResultCode!,
            Amount = amount,
            CreatedAt = InicisForms.Time(answer.PrtcDate, answer.PrtcTime) ?? InicisForms.Time(answer.CancelDate, answer.CancelTime)
                ?? response.Date ?? time.GetUtcNow(),
            AsOf = response.Date,
            Origin = RefundOrigin.Merchant,
        };
    }
}
