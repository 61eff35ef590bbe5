using System.Data.Common;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Payments.Samples.Web.Shop;

/// <summary>
/// Tells open pages of an order what happens to it. Woken by every commit, so that a page never shows what was undone; what it sends is read from the
/// database, so that a page that reconnects has missed nothing.
/// </summary>
internal sealed class OrderFeed(IServiceScopeFactory scopes) : DbTransactionInterceptor
{
    // For the commits of other processes, and for pages that nobody looks at any more.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);
    private volatile TaskCompletionSource _commit = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override void TransactionCommitted(DbTransaction transaction, TransactionEndEventData eventData) => Wake();

    public override Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        Wake();
        return Task.CompletedTask;
    }

    /// <summary>The steps of an order after one that the page has, and then each as it comes.</summary>
    public async IAsyncEnumerable<SseItem<OrderNews>> FollowAsync(string orderId, int after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            var next = _commit.Task;
            foreach (var news in await ReadAsync(orderId, after, cancellationToken))
            {
                after = news.Id;
                yield return new SseItem<OrderNews>(news, "step") { EventId = news.Id.ToString(System.Globalization.CultureInfo.InvariantCulture) };
            }

            await Task.WhenAny(next, Task.Delay(Longest, cancellationToken));
        }
    }

    private async Task<List<OrderNews>> ReadAsync(string orderId, int after, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var steps = await scope.ServiceProvider.GetRequiredService<ShopContext>().Steps.AsNoTracking()
            .Where(step => step.OrderId == orderId && step.Id > after).OrderBy(step => step.Id).ToListAsync(cancellationToken);
        return steps.ConvertAll(OrderNews.Of);
    }

    private void Wake() => Interlocked.Exchange(ref _commit, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
}

/// <summary>A step as the page's script takes it.</summary>
internal sealed record OrderNews(int Id, string Time, string Status, string Mood, string Text, string Source)
{
    public static OrderNews Of(OrderStep step) => new(
        step.Id, step.At.ToString("HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture), Words.Of(step.Status), Words.Mood(step.Status), step.Text, step.Source);
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(OrderNews))]
internal sealed partial class ShopJson : JsonSerializerContext;
