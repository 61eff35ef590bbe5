using System.Web;
using Microsoft.Extensions.DependencyInjection;
using Payments.Simulator;

namespace Payments.Leaks.Tests;

/// <summary>What is done with one provider, as it should go and as it should not. It adds to the canaries what only the run makes.</summary>
internal sealed class Journey(LeakHost host, List<Canary> canaries)
{
    private static int _orders;

    private IPaymentProvider Provider => host.Provider;

    /// <summary>Create, pay, confirm, read, webhooks, refund: each answer is seen.</summary>
    internal async Task<Payment> WalkAsync(bool withToken = false)
    {
        var request = NewRequest(withToken ? host.Subject.Token : null);
        canaries.Add(new(CanaryKind.Order, request.OrderId));
        var payment = host.Seen.Answer(await Provider.CreatePaymentAsync(request));
        payment = await PayAsync(payment, request, PayerAction.Pay);
        await HearAsync();
        if (Provider.Supports(PaymentOperations.Get))
            payment = host.Seen.Answer(await Provider.GetPaymentAsync(payment));
        if (Provider.Supports(PaymentOperations.Refund))
            await RefundAsync(payment);
        await HearAsync();
        await host.RememberAsync(payment.Reference, request.IdempotencyKey);
        return payment;
    }

    /// <summary>A payment that is fine, and no more.</summary>
    internal async Task<Payment> PaidAsync()
    {
        var request = NewRequest(null);
        return await PayAsync(await Provider.CreatePaymentAsync(request), request, PayerAction.Pay);
    }

    /// <summary>A payer who is declined, where the provider has one.</summary>
    internal async Task DeclineAsync()
    {
        if (!host.Simulator.PayerActions.Contains(PayerActionKind.Decline))
            return;
        var request = NewRequest(null);
        var payment = host.Seen.Answer(await Provider.CreatePaymentAsync(request));
        await TryAsync(() => PayAsync(payment, request, PayerAction.Decline()));
        await HearAsync();
    }

    /// <summary>One after the other under a fault: create, pay and confirm, read and refund a payment that was fine.</summary>
    internal async Task<int> StumbleAsync(SimulatorFault fault, Payment paid)
    {
        var failures = 0;
        var request = NewRequest(null);
        Payment? created = null;
        await UnderAsync(async () => created = await Provider.CreatePaymentAsync(request));
        if (created is not null)
        {
            if (fault.Operation is null)
                host.Simulator.Faults.Clear();
            await UnderAsync(() => PayAsync(created, request, PayerAction.Pay, () => host.Simulator.Faults.Add(fault)));
        }

        if (fault.Kind is not SimulatorFaultKind.Hang)
            await UnderAsync(() => Provider.GetPaymentAsync(paid));
        await UnderAsync(() => RefundAsync(paid));
        await host.RememberAsync(new PaymentReference(Provider.Name, null, request.OrderId), request.IdempotencyKey);
        return failures;

        async Task UnderAsync(Func<Task> call)
        {
            host.Simulator.Faults.Add(fault);
            failures += await TryAsync(call) ? 0 : 1;
            host.Simulator.Faults.Clear();
        }
    }

    /// <summary>Webhooks that somebody has changed.</summary>
    internal async Task ForgeAsync()
    {
        if (!Provider.Supports(PaymentOperations.Webhooks) || host.Simulator.Webhooks is not [.., var last])
            return;
        await TryAsync(() => Provider.VerifyWebhookAsync(new WebhookRequest { Body = (byte[])[.. last.Body.Span, (byte)'!'], Headers = last.Headers, Url = last.Url }));
        await TryAsync(() => Provider.VerifyWebhookAsync(new WebhookRequest { Body = last.Body, Headers = new Dictionary<string, string>(), Url = last.Url }));
    }

    private PaymentRequest NewRequest((string Token, string? CustomerId)? token)
    {
        var known = Provider.Capabilities.Currencies.Known;
        var currency = new[] { Currency.EUR, Currency.USD, Currency.KRW }.Where(known.Contains).Concat(known).First();
        currency = host.Subject.Title is "Square" ? Currency.USD : token is not null && host.Subject.Title is "Toss" ? Currency.KRW : currency;
        return new PaymentRequest
        {
            Amount = new Money(currency.Exponent is 0 ? 25_000m : 25m, currency),
            OrderId = $"LEAK-order-{Interlocked.Increment(ref _orders):D6}",
            Description = "Two mugs",
            Customer = new PaymentCustomer { Name = Payer.Name, Email = Payer.Email, Phone = Payer.Phone },
            CustomerId = token?.CustomerId,
            PaymentToken = token is { } given ? new Sensitive<string>(given.Token) : default(Sensitive<string>?),
            ReturnUrl = new Uri("https://shop.example/return"),
            CancelUrl = new Uri("https://shop.example/basket"),
        };
    }

    private async Task<Payment> PayAsync(Payment payment, PaymentRequest request, PayerAction action, Action? before = null)
    {
        if (payment.NextAction is null)
            return payment;
        if (payment.NextAction is ClientSdkAction { Parameters: var parameters })
            canaries.Add(new(CanaryKind.Browser, parameters.Reveal()));
        var handle = payment.NextAction is RedirectAction page ? page.Url.OriginalString : payment.Reference.PaymentId ?? payment.Reference.OrderId!;
        var kind = action.Kind is PayerActionKind.Pay && !host.Simulator.PayerActions.Contains(PayerActionKind.Pay) ? PayerActionKind.PayLate : action.Kind;
        var back = await host.Simulator.PlayAsync(handle, action with
        {
            Kind = kind,
            ReturnUrl = payment.NextAction is ClientSdkAction ? request.ReturnUrl!.OriginalString : null,
            SdkParameters = (payment.NextAction as ClientSdkAction)?.Parameters,
            FormFields = (payment.NextAction as FormPostAction)?.Fields,
        });
        if (kind is PayerActionKind.PayLate)
            await host.Simulator.SettlePendingAsync(payment.Reference.PaymentId);
        before?.Invoke();
        return Provider.Supports(PaymentOperations.Confirm) && back.Url is not null
            ? host.Seen.Answer(await Provider.ConfirmPaymentAsync(new ConfirmPaymentRequest { Payment = payment.Reference, Amount = payment.Amount, ReturnParameters = ParametersOf(back) }))
            : payment;
    }

    private static Dictionary<string, string> ParametersOf(PayerReturn back)
    {
        var query = HttpUtility.ParseQueryString(back.Url!.Query);
        var parameters = query.AllKeys.OfType<string>().ToDictionary(name => name, name => query[name] ?? "", StringComparer.Ordinal);
        foreach (var (name, value) in back.Fields)
            parameters[name] = value;
        parameters["leaked"] = Payer.Returned;
        return parameters;
    }

    private async Task RefundAsync(Payment payment)
    {
        var part = Provider.Supports(PaymentOperations.PartialRefund) ? payment.Amount with { Amount = payment.Amount.Amount / 5 } : (Money?)null;
        var refund = host.Seen.Answer(await Provider.RefundPaymentAsync(new RefundRequest
        {
            Payment = payment.Reference, Amount = part, Reason = "requested_by_customer", Extras = host.Subject.RefundExtras,
        }));
        if (Provider.Supports(PaymentOperations.GetRefund) && refund.RefundId is not null)
            host.Seen.Answer(await Provider.GetRefundAsync(refund));
    }

    /// <summary>Takes the webhooks in, half of them with an inbox.</summary>
    private async Task HearAsync()
    {
        var webhooks = host.Services.GetRequiredService<PaymentWebhooks>();
        foreach (var (number, message) in host.Simulator.TakeWebhooks().Index())
        {
            var request = new WebhookRequest { Body = message.Body, Headers = message.Headers, Url = message.Url };
            host.Seen.Add("answer", request.ToString());
            if (number % 2 == 0)
            {
                await webhooks.ReceiveAsync(Provider.Name, request);
                await webhooks.DispatchAsync();
                continue;
            }

            var verified = await Provider.VerifyWebhookAsync(request);
            host.Seen.Add("answer", verified.ToString());
            foreach (var told in await Provider.ResolveWebhookAsync(verified))
                host.Seen.Answer(told);
        }
    }

    private async Task<bool> TryAsync(Func<Task> call)
    {
        try
        {
            await call();
            return true;
        }
        catch (Exception exception) when (exception is not ResultStateException)
        {
            host.Seen.Exception("exception", exception);
            return false;
        }
    }
}
