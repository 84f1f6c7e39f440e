namespace Amazon.S3.Model
{
    public class PutObjectRequest { public string BucketName { get; set; } = ""; public string Key { get; set; } = ""; }
    public class PutObjectResponse { public string ETag { get; set; } = ""; }
}

namespace Amazon.S3
{
    public class AmazonS3Exception : System.Exception { }

    public interface IAmazonS3
    {
        System.Threading.Tasks.Task<Amazon.S3.Model.PutObjectResponse> PutObjectAsync(Amazon.S3.Model.PutObjectRequest request);
        System.Threading.Tasks.Task DeleteObjectAsync(string bucket, string key);
    }

    public class AmazonS3Config { public string ServiceURL { get; set; } = ""; }

    public class AmazonS3Client : IAmazonS3
    {
        public AmazonS3Client() { }
        public AmazonS3Client(string region) { }
        public AmazonS3Client(AmazonS3Config config) { }
        public System.Threading.Tasks.Task<Amazon.S3.Model.PutObjectResponse> PutObjectAsync(Amazon.S3.Model.PutObjectRequest request) => throw new System.NotSupportedException();
        public System.Threading.Tasks.Task DeleteObjectAsync(string bucket, string key) => throw new System.NotSupportedException();
    }
}
