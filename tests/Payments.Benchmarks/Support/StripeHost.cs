using Microsoft.Extensions.DependencyInjection;
using Payments.Stripe;

namespace Payments.Benchmarks;

/// <summary>A host with Stripe, as an application has it.</summary>
internal static class StripeHost
{
    internal static ServiceProvider Create(Uri? address = null)
    {
        var services = new ServiceCollection();
        Add(services, address);
        return services.BuildServiceProvider();
    }

    internal static void Add(IServiceCollection services, Uri? address = null) => services.AddPayments().AddStripe(options =>
    {
        Configure(options);
        options.BaseAddress = address;
    });

    internal static void Configure(StripeOptions options)
    {
        options.SecretKey = "sk_test_4eC39HqLyjWDarjtT1zdp7dc";
        options.WebhookSecrets.Add(StripeEvents.Secret);
    }
}
