using System.Collections.Concurrent;
using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Trace;
using Payments.Simulator;

namespace Payments.OpenTelemetry.Tests;

/// <summary>Spans of operations and attempts, and the link from a webhook to the payment.</summary>
internal sealed class TraceTests
{
    private sealed class Kept : BaseProcessor<Activity>
    {
        internal ConcurrentQueue<Activity> Spans { get; } = new();

        public override void OnEnd(Activity data) => Spans.Enqueue(data);
    }

    private static async Task<(Shop Shop, Kept Kept)> StartAsync()
    {
        var kept = new Kept();
        return (await Shop.StartAsync(telemetry => telemetry.WithTracing(traces => traces.SetSampler(new AlwaysOnSampler()).AddProcessor(kept))), kept);
    }

    [Test]
    public async Task An_operation_holds_its_attempts()
    {
        var (shop, kept) = await StartAsync();
        await using var _ = shop;
        shop.Stripe.Faults.Add(new SimulatorFault(SimulatorFaultKind.ErrorBeforeActing) { Status = 503 });
        var order = shop.Order();
        await shop.Provider.CreatePaymentAsync(order);

        var operation = kept.Spans.Single(span => span.OperationName == "payment.create" && Equals(span.GetTagItem("payment.reference"), order.OrderId));
        var attempts = kept.Spans.Where(span => span.ParentSpanId == operation.SpanId).ToList();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(operation.Kind, Is.EqualTo(ActivityKind.Internal));
            Assert.That(attempts.Select(span => span.Kind), Is.All.EqualTo(ActivityKind.Client));
            Assert.That(attempts.Select(span => span.Source.Name), Is.All.EqualTo("Payments.Http"));
            Assert.That(attempts.Select(span => span.GetTagItem("http.response.status_code")).Take(2), Is.EqualTo(new object[] { 503, 200 }));
            Assert.That(attempts[0].GetTagItem("error.type"), Is.EqualTo("503"));
            Assert.That(attempts[1].GetTagItem("http.request.resend_count"), Is.EqualTo(1));
            Assert.That(kept.Spans.SelectMany(span => span.TagObjects).Select(tag => tag.Value?.ToString()), Has.None.Contains(shop.Stripe.SecretKey).And.None.Contains("pm_card").And.None.Contains("/v1/"));
        }
    }

    [Test]
    public async Task A_webhook_links_to_the_trace_that_the_payment_was_made_in()
    {
        var (shop, kept) = await StartAsync();
        await using var _ = shop;
        var order = shop.Order();
        await shop.Provider.CreatePaymentAsync(order);
        foreach (var webhook in shop.Stripe.TakeWebhooks())
            await shop.Provider.ProcessWebhookAsync(new WebhookRequest { Body = webhook.Body, Headers = webhook.Headers });

        var made = kept.Spans.First(span => span.OperationName == "payment.create");
        var applied = kept.Spans.First(span => span.OperationName == "payment.webhook.apply" && span.Links.Any());
        using (Assert.EnterMultipleScope())
        {
            Assert.That(applied.Kind, Is.EqualTo(ActivityKind.Consumer));
            Assert.That(applied.TraceId, Is.Not.EqualTo(made.TraceId));
            Assert.That(applied.Links.Select(link => link.Context.TraceId), Is.EqualTo([made.TraceId]));
            Assert.That(applied.GetTagItem("payment.reference"), Is.EqualTo(order.OrderId));
            Assert.That(kept.Spans.Select(span => span.OperationName), Does.Contain("payment.webhook.verify"));
        }
    }
}
