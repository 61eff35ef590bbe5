using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.EntityFrameworkCore;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using Payments;
using Payments.AspNetCore;
using Payments.OpenTelemetry;
using Payments.Samples;
using Payments.Samples.Web.Faults;
using Payments.Samples.Web.Hosting;
using Payments.Samples.Web.Shop;
using Payments.Security;

var builder = WebApplication.CreateBuilder(args);
var addresses = ShopAddresses.Of(builder.Configuration);
addresses.EmptyDataFolder();
builder.WebHost.UseUrls(addresses.Http.OriginalString, addresses.Https.OriginalString);
using var certificate = LocalCertificate.Create();
builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureHttpsDefaults(https => https.ServerCertificate = certificate));

// A real shop has keys in its configuration instead of this line.
var providers = SampleProviders.All();
await using var simulators = await SimulatedProviders.StartAsync(providers, addresses, builder.Configuration);

// Nothing of a payer and no key in a log, nothing in the clear in the database, and a refund only for whom may give one, written down beforehand.
builder.Logging.AddPaymentRedaction();
builder.Services.AddPaymentsSecurity(keys => keys.UseKeyFiles(addresses.DataFolder + "/keys"));
builder.Services.AddPayments(options => builder.Configuration.GetSection("Payments:All").Bind(options))
    .AddAspNetCoreCaller()
    .AddAccessPolicy(access => access
        .AllowRoles(PaymentAction.Refund, AdminEndpoints.Shopkeeper)
        .Limit(PaymentAction.Refund, TimeSpan.FromDays(1), maxCount: 100, new Money(2_000, "USD"), new Money(2_000, "EUR"), new Money(2_500_000, "KRW")))
    .AddAuditLog(audit =>
    {
        audit.Key = AuditKey.FromSecret("sample", RandomNumberGenerator.GetBytes(32));
        audit.File = addresses.DataFolder + "/audit.jsonl";
    });

// What an on-call engineer looks at: /metrics for Prometheus, /payments/dashboard and /health for people and load balancers.
builder.Services.AddPaymentsOpenTelemetry(telemetry => telemetry.WithMetrics(metrics => metrics.AddPaymentsPrometheusExporter()));

// The payments: their providers, where they are kept, and who hears of their changes.
var payments = builder.Services.AddPayments()
    .AddEntityFrameworkStores<ShopContext>()
    .AddEventHandler<OrderKeeper>()
    .AddEventHandler<FailingHandler>();
foreach (var provider in providers)
    provider.Register(payments, builder.Configuration.GetSection(provider.Section)); // AddStripe(configuration.GetSection("Payments:Stripe"))

// Whoever comes back over https goes on over http, where this shop has its pages.
builder.Services.Configure<PaymentEndpointOptions>(options => options.PageOrigins.Add(addresses.Http));

// What a shop does not have: a switch for what goes wrong, at /faults, and payers who come by themselves.
builder.Services.AddSingleton<ShopFaults>().AddSingleton(new LocalTrust(certificate)).AddHostedService<Payers>();

// The shop.
builder.Services.AddSingleton<OrderFeed>();
builder.Services.AddDbContext<ShopContext>((services, options) => options
    .UseSqlite($"Data Source={addresses.DataFolder}/shop.db")
    .AddInterceptors(services.GetRequiredService<OrderFeed>()));
builder.Services.AddSingleton(addresses).AddSingleton<IReadOnlyList<SampleProvider>>(providers).AddSingleton<WaysToPay>().AddScoped<Checkout>();
builder.Services.AddRazorComponents();
builder.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(cookie => cookie.LoginPath = "/sign-in");
builder.Services.AddAuthorization();
builder.Services.AddHealthChecks().AddPaymentProviders().AddPaymentInbox().AddPaymentAudit();

var app = builder.Build();
await using (var scope = app.Services.CreateAsyncScope())
{
    // A real shop has migrations.
    var shop = scope.ServiceProvider.GetRequiredService<ShopContext>();
    await shop.Database.EnsureCreatedAsync();
}

app.UseStaticFiles();
app.UseAuthentication();
app.UseAuthorization();
app.UseAntiforgery();
app.MapPaymentWebhooks();
app.MapPaymentReturns(back => addresses.Page(back.Payment is { } payment ? $"/orders/{payment.Reference.OrderId}" : "/"));
app.MapPaymentsDashboard().RequireAuthorization(policy => policy.RequireRole(AdminEndpoints.Shopkeeper));
app.MapHealthChecks("/health");
app.MapGet("/metrics", async (HttpContext context, PaymentsPrometheusExporter exporter) =>
{
    var scrape = await exporter.ScrapeAsync(context.Request.Headers.Accept, context.RequestAborted);
    return Results.Bytes(scrape.Body, scrape.ContentType);
}); // A shop lets nobody but its Prometheus come here: RequireHost, or a port of its own.
app.MapShop();
app.MapAdmin();
app.MapFaults();
await app.RunAsync();
