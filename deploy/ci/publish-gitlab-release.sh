#!/bin/sh
# Makes the release of a tag in GitLab, with the files in release/:  publish-gitlab-release.sh VERSION
set -eu
version=$1
project=$CI_API_V4_URL/projects/$CI_PROJECT_ID
links=[]
for file in onsale.yaml "onsale-$version.tgz" "onsale-$version.cdx.json"; do
  url=$project/packages/generic/onsale/$version/$file
  curl --fail --silent --show-error --header "JOB-TOKEN: $CI_JOB_TOKEN" \
    --upload-file "release/$file" "$url"
  links=$(echo "$links" | jq --arg name "$file" --arg url "$url" '. + [{ name: $name, url: $url }]')
done
jq --null-input --arg tag "$version" --rawfile notes release/notes.md --argjson links "$links" \
  '{ tag_name: $tag, name: "Onsale \($tag)", description: $notes, assets: { links: $links } }' |
  curl --fail --silent --show-error --header "JOB-TOKEN: $CI_JOB_TOKEN" \
    --header 'Content-Type: application/json' --data @- "$project/releases"
