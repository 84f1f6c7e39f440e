namespace Google.Cloud.Storage.V1
{
    public class StorageClient
    {
        public static StorageClient Create() => new StorageClient();
        public void DeleteObject(string bucket, string name) { }
    }
}
