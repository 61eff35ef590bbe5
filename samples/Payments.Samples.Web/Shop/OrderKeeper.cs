using Microsoft.EntityFrameworkCore;

namespace Payments.Samples.Web.Shop;

/// <summary>
/// Keeps the orders: whatever brings a change (an answer, the payer's return, a webhook, the reconciler) comes here once. The rows are written to the
/// shop's own database and commit together with the payment.
/// </summary>
internal sealed class OrderKeeper(ShopContext shop) : IPaymentEventHandler
{
    public async Task HandleAsync(PaymentChange change, CancellationToken cancellationToken = default)
    {
        var order = await shop.Orders.SingleOrDefaultAsync(row => row.Id == change.After.Reference.OrderId, cancellationToken);
        if (order is null)
            return; // Not an order of this shop: the account may have others.

        order.Payment = change.After.Reference.ToString();
        order.Status = change.After.Status;
        order.Refunded = change.After.RefundedAmount?.Amount ?? 0;
        if (IsNews(change))
        {
            shop.Steps.Add(new OrderStep
            {
                OrderId = order.Id,
                ChangeId = change.Id,
                At = DateTimeOffset.UtcNow,
                Status = change.After.Status,
                Source = SourceOf(change.Source),
                Text = TextOf(change),
            });
        }

        await shop.SaveChangesAsync(cancellationToken);
    }

    // An id or a detail that was learnt later is nothing that a payer waits for.
    private static bool IsNews(PaymentChange change) => change.Before?.Status != change.After.Status || change is not { Refund: null, Dispute: null };

    private static string SourceOf(PaymentChangeSource source) => source switch
    {
        PaymentChangeSource.Answer => "the provider's answer",
        PaymentChangeSource.Webhook => "a webhook",
        PaymentChangeSource.Reconciliation => "the reconciler",
        _ => "a read",
    };

    private static string TextOf(PaymentChange change) => change switch
    {
        { Refund: { } refund } => $"Refund of {Words.Of(refund.Amount)}: {Words.Of(refund.Status)}",
        { Dispute: { } dispute } => $"Dispute over {(dispute.Amount is { } sum ? Words.Of(sum) : "the payment")}: {Words.Of(dispute.Status)}",
        { After: { Status: PaymentStatus.Failed, Error: { } error } } => error.PayerMessage ?? $"Declined: {Words.Of(error.Code)}",
        { Before: null } => "The payment was made",
        _ => Words.Of(change.After.Status),
    };
}
