namespace Stripe
{
    public class StripeException : System.Exception { }
    public static class StripeConfiguration { public static string ApiKey { get; set; } = ""; }
    public class Customer { public string Id { get; set; } = ""; }
    public class CustomerCreateOptions { public string Email { get; set; } = ""; }
    public class CustomerService { public Customer Create(CustomerCreateOptions options) => new Customer(); }
    public static class EventUtility { public static object ConstructEvent(string json) => json; }
}
