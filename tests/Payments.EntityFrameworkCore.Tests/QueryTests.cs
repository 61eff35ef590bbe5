using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace Payments.EntityFrameworkCore.Tests;

/// <summary>What an operation costs: how many statements, and none that reads a whole table.</summary>
internal sealed class QueryTests
{
    [Test]
    public async Task No_statement_of_any_operation_scans_a_table()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.SqliteFile);
        var recorder = new CommandRecorder();
        await using var host = HostOf(database, recorder);
        await LiveAsync(host);
        var scans = new List<string>();
        await using var shop = database.Open();
        await shop.Database.OpenConnectionAsync();
        foreach (var (text, parameters) in recorder.Statements.Where(statement => statement.Text.Contains("payment_", StringComparison.Ordinal)).DistinctBy(statement => statement.Text))
        {
            await using var command = shop.Database.GetDbConnection().CreateCommand();
            command.CommandText = "EXPLAIN QUERY PLAN " + text;
            foreach (var (name, value) in parameters)
            {
                var parameter = command.CreateParameter();
                (parameter.ParameterName, parameter.Value) = (name, value);
                command.Parameters.Add(parameter);
            }

            await using var plan = await command.ExecuteReaderAsync();
            while (await plan.ReadAsync())
            {
                if (plan.GetString(3) is var step && step.StartsWith("SCAN ", StringComparison.Ordinal) && step is not "SCAN CONSTANT ROW")
                    scans.Add(step + " <- " + text);
            }
        }

        Assert.That(scans, Is.Empty);
    }

    [Test]
    public async Task Operations_cost_so_many_statements()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.SqliteFile);
        var recorder = new CommandRecorder();
        await using var host = HostOf(database, recorder);
        await host.Provider.CreatePaymentAsync(Make.Request());
        recorder.Clear();
        var payment = await host.Provider.CreatePaymentAsync(Make.Request(order: "Order-2"));
        using (Assert.EnterMultipleScope())
        {
            // Claim, look, payment, history; look, whether its id names another, order, answer, payment, history, its id.
            Assert.That(recorder.Take(), Is.EqualTo(11));
            await host.Provider.RefundPaymentAsync(new RefundRequest { Payment = payment, Amount = Make.Usd(1) });
            Assert.That(recorder.Take(), Is.LessThanOrEqualTo(16));
            await host.Webhooks.ReceiveAsync(Make.Provider, new WebhookRequest { Body = "a"u8.ToArray(), Headers = new Dictionary<string, string>() });
            Assert.That(recorder.Take(), Is.EqualTo(1));
        }
    }

    private static ShopHost HostOf(TestDatabase database, CommandRecorder recorder) =>
        new(database, services: services => services.ConfigureDbContext<ShopContext>(options => options.AddInterceptors(recorder)));

    // Everything that the stores can be asked for.
    private static async Task LiveAsync(ShopHost host)
    {
        var payment = await host.Provider.CreatePaymentAsync(Make.Request(key: "key-1"));
        await host.Provider.CreatePaymentAsync(Make.Request(key: "key-1"));
        await host.Provider.RefundPaymentAsync(new RefundRequest { Payment = payment, Amount = Make.Usd(1) });
        host.Fake.Answers(PaymentOperations.Webhooks, Make.Webhook("e1", body: "a"), Make.Webhook("e2", body: "b"), Make.Webhook("", WebhookTrust.Hint, "c", payment.Reference));
        for (var i = 0; i < 3; i++)
            await host.Webhooks.ReceiveAsync(Make.Provider, new WebhookRequest { Body = "a"u8.ToArray(), Headers = new Dictionary<string, string>() });
        host.Fake.Events.Enqueue(_ => [Make.Event("e1", Make.Payment(PaymentStatus.Completed, asOf: Make.At(10)))]);
        host.Fake.Events.Enqueue(_ => throw new InvalidOperationException("On purpose."));
        await host.Webhooks.DispatchAsync();
        await host.Webhooks.GetStatisticsAsync();
        await host.Webhooks.GetDeadLettersAsync();
        await host.Webhooks.ReplayAsync(1);
        await host.Webhooks.DiscardAsync(1);
        await host.Reconciler.RunOnceAsync();
        await host.Services.GetRequiredService<PaymentRetention>().RunOnceAsync();
        await host.Services.GetRequiredService<Security.ITokenStore>().RemoveExpiredAsync(Make.Start);
    }

    private sealed class CommandRecorder : DbCommandInterceptor
    {
        private readonly ConcurrentQueue<(string Text, (string Name, object? Value)[] Parameters)> _statements = new();

        internal IReadOnlyList<(string Text, (string Name, object? Value)[] Parameters)> Statements => [.. _statements];

        internal void Clear() => _statements.Clear();

        internal int Take()
        {
            var count = _statements.Count;
            _statements.Clear();
            return count;
        }

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
        {
            Add(command);
            return new(result);
        }

        public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
        {
            Add(command);
            return new(result);
        }

        private void Add(DbCommand command) =>
            _statements.Enqueue((command.CommandText, [.. command.Parameters.Cast<DbParameter>().Select(parameter => (parameter.ParameterName, parameter.Value))]));
    }
}
