using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.EntityFrameworkCore;
using Payments;
using Payments.AspNetCore;
using Payments.Samples;
using Payments.Samples.Web.Hosting;
using Payments.Samples.Web.Shop;

var builder = WebApplication.CreateBuilder(args);
var addresses = ShopAddresses.Of(builder.Configuration);
builder.WebHost.UseUrls(addresses.Http.OriginalString, addresses.Https.OriginalString);
builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureHttpsDefaults(https => https.ServerCertificate = LocalCertificate.Create()));

// A real shop has keys in its configuration instead of this line.
var providers = SampleProviders.All();
await using var simulators = await SimulatedProviders.StartAsync(providers, addresses, builder.Configuration);

// The payments: their providers, where they are kept, and who hears of their changes.
var payments = builder.Services.AddPayments()
    .AddEntityFrameworkStores<ShopContext>()
    .AddEventHandler<OrderKeeper>();
foreach (var provider in providers)
    provider.Register(payments, builder.Configuration.GetSection(provider.Section)); // AddStripe(configuration.GetSection("Payments:Stripe"))

// Whoever comes back over https goes on over http, where this shop has its pages.
builder.Services.Configure<PaymentEndpointOptions>(options => options.PageOrigins.Add(addresses.Http));

// The shop.
builder.Services.AddSingleton<OrderFeed>();
builder.Services.AddDbContext<ShopContext>((services, options) => options
    .UseSqlite(builder.Configuration["Shop:Database"] ?? "Data Source=shop.db")
    .AddInterceptors(services.GetRequiredService<OrderFeed>()));
builder.Services.AddSingleton(addresses).AddSingleton<IReadOnlyList<SampleProvider>>(providers).AddSingleton<WaysToPay>().AddScoped<Checkout>();
builder.Services.AddRazorComponents();
builder.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(cookie => cookie.LoginPath = "/sign-in");
builder.Services.AddAuthorization();
builder.Services.AddHealthChecks().AddPaymentProviders();

var app = builder.Build();
await using (var scope = app.Services.CreateAsyncScope())
{
    // The simulators begin with nothing, and so does the shop. A real one has migrations.
    var shop = scope.ServiceProvider.GetRequiredService<ShopContext>();
    await shop.Database.EnsureDeletedAsync();
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
app.MapShop();
app.MapAdmin();
await app.RunAsync();
