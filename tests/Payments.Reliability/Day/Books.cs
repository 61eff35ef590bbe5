using Payments.Reliability.Hosting;

namespace Payments.Reliability.Day;

/// <summary>Reads the host's books and holds them against the simulators.</summary>
internal static class Books
{
    internal static async Task<IReadOnlyList<OrderFinding>> CompareAsync(Shop shop, IReadOnlyList<OrderPlan> orders, IReadOnlySet<string> lostFor)
    {
        var host = await shop.HostAsync();
        List<ChangeRow> rows = [];
        while (await host.SendAsync<long, IReadOnlyList<ChangeRow>>("changes", rows.Count == 0 ? 0 : rows[^1].Number) is { Count: > 0 } page)
            rows.AddRange(page);
        var changes = rows.ToLookup(row => row.OrderId, StringComparer.Ordinal);
        var audit = new Audit(shop, lostFor);
        List<OrderFinding> findings = new(orders.Count);
        foreach (var page in orders.Chunk(1000))
        {
            var books = await host.SendAsync<IEnumerable<BookEntry>, IReadOnlyList<BookEntry>>(
                "books", page.Select(order => new BookEntry(order.Order.Provider, order.Order.OrderId)));
            findings.AddRange(page.Zip(books, (order, book) => audit.Compare(order, book, [.. changes[order.Order.OrderId]])));
        }

        return findings;
    }
}
