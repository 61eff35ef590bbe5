using Microsoft.Extensions.DependencyInjection;
using Payments.Reliability.Providers;

namespace Payments.Reliability.Hosting;

/// <summary>Carries out the shop's commands with the SDK, as a host's own code would.</summary>
internal sealed class ShopService(IPaymentProviderFactory providers, IServiceScopeFactory scopes)
{
    internal async Task<ShopAnswer> RunAsync(ShopCommand command, CancellationToken cancellationToken)
    {
        try
        {
            return await CallAsync(command, cancellationToken);
        }
        catch (PaymentOperationNotSupportedException exception)
        {
            return new ShopAnswer(ShopResult.NotSupported) { Error = exception.Message };
        }
        catch (PaymentException exception)
        {
            var result = exception.Outcome switch
            {
                PaymentOutcome.NeverSent => ShopResult.NeverSent,
                PaymentOutcome.Refused => ShopResult.Refused,
                _ => ShopResult.Unknown,
            };
            return new ShopAnswer(result)
            {
                MayTryAgain = result is ShopResult.Unknown || exception.Error.Retry is PaymentRetry.SameRequest or PaymentRetry.AfterReading,
                Error = $"{exception.Error.Kind}/{exception.Error.Code}: {exception.Message}",
            };
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return new ShopAnswer(ShopResult.Broke) { Error = exception.ToString() };
        }
    }

    private async Task<ShopAnswer> CallAsync(ShopCommand command, CancellationToken cancellationToken)
    {
        var order = command.Order;
        var provider = providers.GetProvider(order.Provider);
        var shop = ShopProviders.Named(order.Provider);
        var payment = new PaymentReference(order.Provider, null, order.OrderId);
        var amount = command.Amount is { } value ? new Money(value, order.Money.Currency) : (Money?)null;
        return command.Kind switch
        {
            ShopCommandKind.Create => Answer(await provider.CreatePaymentAsync(shop.NewPayment(order), cancellationToken)),
            ShopCommandKind.Return when provider.Supports(PaymentOperations.Confirm) => Answer(await provider.ConfirmPaymentAsync(
                new ConfirmPaymentRequest { Payment = payment, Amount = order.Money, ReturnParameters = command.Parameters! }, cancellationToken)),
            ShopCommandKind.Capture => Answer(await provider.CapturePaymentAsync(
                new CaptureRequest { Payment = payment, Amount = amount, IdempotencyKey = command.Key! }, cancellationToken)),
            ShopCommandKind.Cancel => Answer(await provider.CancelPaymentAsync(new CancelRequest { Payment = payment, IdempotencyKey = command.Key! }, cancellationToken)),
            ShopCommandKind.Refund => Answer(await provider.RefundPaymentAsync(shop.NewRefund(payment, order, amount, command.Key!), cancellationToken)),
            ShopCommandKind.Look => await LookAsync(payment, cancellationToken) is { } known ? Answer(known.Payment) : new ShopAnswer(ShopResult.Ok),
            _ => Answer(await provider.GetPaymentAsync(payment, cancellationToken)),
        };
    }

    internal async Task<PaymentRecord?> LookAsync(PaymentReference payment, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IPaymentStore>().FindAsync(payment, cancellationToken);
    }

    internal async Task<BookEntry> BookAsync(string provider, string orderId, CancellationToken cancellationToken)
    {
        if (await LookAsync(new PaymentReference(provider, null, orderId), cancellationToken) is not { } record)
            return new BookEntry(provider, orderId);
        var payment = record.Payment;
        List<string> open = [.. record.Pending.Select(call => $"{call.Operation}{(call.IsUnknown ? "?" : "")}")];
        if (record.NeedsRead)
            open.Add("contradiction");
        if (record.Undelivered.Count > 0)
            open.Add("undelivered");
        return new BookEntry(provider, orderId)
        {
            IsFound = true,
            Status = payment.Status,
            ProviderStatus = payment.ProviderStatus,
            Authorized = payment.AuthorizedAmount?.Amount,
            Captured = payment.CapturedAmount?.Amount,
            Refunded = payment.RefundedAmount?.Amount,
            CheckAt = record.CheckAt,
            Checks = record.Checks,
            Open = open,
            IsUntold = record.Facts.Count == 0,
        };
    }

    private static ShopAnswer Answer(Payment payment) => new(ShopResult.Ok)
    {
        Status = payment.Status,
        PaymentId = payment.Reference.PaymentId,
        Url = (payment.NextAction as RedirectAction)?.Url.OriginalString,
        SdkParameters = (payment.NextAction as ClientSdkAction)?.Parameters.Reveal(),
        FormFields = (payment.NextAction as FormPostAction)?.Fields,
        Error = payment.Error?.ToString(),
    };

    private static ShopAnswer Answer(Refund refund) => new(ShopResult.Ok) { Refund = refund.Status, RefundId = refund.RefundId, Error = refund.Error?.ToString() };
}
