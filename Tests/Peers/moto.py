"""Makes a user at a moto server who may do everything, and prints its key: python moto.py URL"""

import json
import sys

import boto3

iam = boto3.client(
    "iam", endpoint_url=sys.argv[1], region_name="us-east-1", aws_access_key_id="a", aws_secret_access_key="b"
)
everything = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
iam.create_user(UserName="u")
iam.put_user_policy(UserName="u", PolicyName="p", PolicyDocument=json.dumps(everything))
key = iam.create_access_key(UserName="u")["AccessKey"]
print(json.dumps([key["AccessKeyId"], key["SecretAccessKey"]]))
