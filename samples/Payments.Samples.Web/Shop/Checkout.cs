using Microsoft.EntityFrameworkCore;
using Payments.Samples.Web.Hosting;

namespace Payments.Samples.Web.Shop;

/// <summary>Takes an order to its payment.</summary>
internal sealed class Checkout(ShopContext shop, IPaymentProviderFactory providers, ShopAddresses addresses, TimeProvider time)
{
    // A shop has asked for these by now; some providers do not open without them.
    private static readonly PaymentCustomer Payer = new() { Name = "Kim Minji", Email = "minji@example.com", Phone = "010-1234-5678" };

    /// <summary>
    /// Makes an order and its payment. The intention was made with the page that the payer looked at: a double click, a reload and two tabs are one
    /// order and one payment.
    /// </summary>
    /// <returns>The order, and what is wrong where the payer should choose another way.</returns>
    public async Task<(Order Order, string? Problem)> PlaceAsync(Product product, WayToPay way, string intention, CancellationToken cancellationToken)
    {
        var order = await AddAsync($"O-{intention}", product, way, cancellationToken);
        try
        {
            await providers.GetProvider(order.Provider).CreatePaymentAsync(
                new PaymentRequest
                {
                    Amount = order.Price,
                    OrderId = order.Id,
                    Description = product.Name,
                    ReturnUrl = addresses.ReturnUrl(way),
                    CancelUrl = addresses.ReturnUrl(way),
                    IdempotencyKey = order.Id,
                    Customer = Payer,
                },
                cancellationToken);
            return (order, null);
        }
        catch (PaymentOutcomeUnknownException)
        {
            // Perhaps it was made: the order's page follows what becomes of it, and nothing is made a second time.
            return (order, null);
        }
        catch (PaymentException refused)
        {
            return (order, refused.Error.PayerMessage ?? "This way to pay is not available at the moment. Please choose another.");
        }
    }

    /// <summary>What the payer has to do next, as the payment memory has it.</summary>
    public static async Task<NextAction?> NextAsync(Order order, IPaymentStore payments, CancellationToken cancellationToken) => order.Payment is { } payment
        ? (await payments.FindAsync(PaymentReference.Parse(payment), cancellationToken))?.Payment.NextAction
        : null;

    private async Task<Order> AddAsync(string id, Product product, WayToPay way, CancellationToken cancellationToken)
    {
        if (await FindAsync(id, cancellationToken) is { } there)
            return there;
        var order = new Order
        {
            Id = id,
            ProductId = product.Id,
            Provider = way.Name,
            Amount = way.Price.Amount,
            Currency = way.Price.Currency.Code,
            CreatedAt = time.GetUtcNow(),
        };
        shop.Orders.Add(order);
        try
        {
            await shop.SaveChangesAsync(cancellationToken);
            return order;
        }
        catch (DbUpdateException) when (!cancellationToken.IsCancellationRequested)
        {
            // The other click was faster.
            shop.ChangeTracker.Clear();
            return await FindAsync(id, cancellationToken) ?? throw new InvalidOperationException($"The order {id} could not be saved.");
        }
    }

    private Task<Order?> FindAsync(string id, CancellationToken cancellationToken) =>
        shop.Orders.AsNoTracking().SingleOrDefaultAsync(order => order.Id == id, cancellationToken);
}
