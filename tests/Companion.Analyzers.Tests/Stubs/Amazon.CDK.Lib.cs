namespace Amazon.CDK.AWS.S3
{
    public class Bucket { public Bucket(string id) { } }
}
