namespace Payments.Samples.Web.Shop;

/// <summary>An order: the shop's own row, which a payment's changes keep up to date.</summary>
public sealed class Order
{
    public required string Id { get; init; }

    public required string ProductId { get; init; }

    public required string Provider { get; init; }

    /// <summary>The price in the currency's unit.</summary>
    public required decimal Amount { get; init; }

    public required string Currency { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The name that finds the payment again: <see cref="PaymentReference.ToString"/>. Null until it was made.</summary>
    public string? Payment { get; set; }

    public PaymentStatus Status { get; set; }

    public decimal Refunded { get; set; }

    public List<OrderStep> Steps { get; } = [];

    public Money Price => new(Amount, Currency);

    public Product? Product => Catalogue.Find(ProductId);
}

/// <summary>A line of an order's timeline.</summary>
public sealed class OrderStep
{
    public int Id { get; init; }

    public string OrderId { get; init; } = "";

    /// <summary>The change that it tells of: the same change is never written twice.</summary>
    public required string ChangeId { get; init; }

    public required DateTimeOffset At { get; init; }

    public required PaymentStatus Status { get; init; }

    /// <summary>What brought it, as the payer may read it.</summary>
    public required string Source { get; init; }

    public required string Text { get; init; }
}
